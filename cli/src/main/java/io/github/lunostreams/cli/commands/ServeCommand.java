package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.options.CredentialOptions;
import io.github.lunostreams.cli.options.PairArguments;
import io.github.lunostreams.cli.options.ServeOptions;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.gateway.GatewayConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code serve PAIR…}: the gateway on the real exchange. */
@Command(
    name = "serve",
    description =
        "Follows markets of the exchange, one session a pair, and serves them to any number of"
            + " local clients. Ends with SIGTERM or Ctrl-C; ends by itself (exit code 1) when the"
            + " exchange refuses every pair named, with --all-pairs their key.")
public final class ServeCommand implements Callable<Integer> {
  private final Console console;
  private final GatewayRunner runner;

  @Parameters(
      paramLabel = PairArguments.LABEL,
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets to follow, such as XBTZAR; with --all-pairs there may be none.")
  private List<String> pairs = new ArrayList<>();

  @Mixin private final CredentialOptions key = new CredentialOptions();
  @Mixin private final ServeOptions options = new ServeOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   */
  public ServeCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.runner = new GatewayRunner(console, shutdown);
  }

  @Override
  public Integer call() throws InterruptedException {
    options.applyLogLevel();
    List<Pair> wanted = options.pairs(pairs);
    GatewayConfig config = options.config(wanted, key.credentials(console));
    return runner.awaitFailure(runner.start(config), options.restUrl());
  }
}
