package io.github.lunostreams.cli;

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
        "Follows markets of the exchange, one session a pair, and hands them on to any number of"
            + " local clients. Ends with SIGTERM or Ctrl-C; ends by itself (exit code 1) when the"
            + " exchange refuses every pair named, with --all-pairs their key.")
final class ServeCommand implements Callable<Integer> {
  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = Pairs.LABEL,
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets to follow, such as XBTZAR; with --all-pairs there may be none.")
  private List<String> pairs = new ArrayList<>();

  @Mixin private final KeySource key = new KeySource();
  @Mixin private final ServeOptions options = new ServeOptions();

  ServeCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.log.apply();
    return new Serving(console, shutdown)
        .run(options, options.pairs(pairs), key.credentials(console));
  }
}
