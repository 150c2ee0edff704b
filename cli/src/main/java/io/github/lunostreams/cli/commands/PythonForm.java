package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.options.CredentialOptions;
import io.github.lunostreams.cli.options.KeyHalves;
import io.github.lunostreams.cli.options.ServeOptions;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Logging;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code KEY_ID KEY_SECRET PAIR…}: the arguments of the Python tool. The same as {@code serve},
 * with the key where every user of the machine can read it.
 */
@Command(name = Console.PROGRAM)
public final class PythonForm implements Callable<Integer> {
  private static final int KEY_WORDS = 2;

  private final Console console;
  private final GatewayRunner runner;
  private final CommandNames names;

  @Parameters(arity = "0..*", paramLabel = "KEY_ID KEY_SECRET PAIR…", hideParamSyntax = true)
  private List<String> words = new ArrayList<>();

  @Mixin private final ServeOptions options = new ServeOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   * @param names the commands that the first word could stand for
   */
  public PythonForm(Console console, Shutdown shutdown, CommandNames names) {
    this.console = console;
    this.runner = new GatewayRunner(console, shutdown);
    this.names = names;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.applyLogLevel();
    names.refuseMistyped(words);
    if (words.size() < KEY_WORDS || (words.size() == KEY_WORDS && !options.allPairs())) {
      throw new UsageException(
          "expected a command (%s) or KEY_ID KEY_SECRET PAIR…, got %d %s"
              .formatted(names, words.size(), words.size() == 1 ? "word" : "words"),
          Console.PROGRAM + " --help");
    }
    List<Pair> pairs = options.pairs(words.subList(KEY_WORDS, words.size()));
    GatewayConfig config = options.config(pairs, credentials());
    console.warn(
        "a key on the command line can be read by every user of this machine; set %s and %s and use 'serve'"
            .formatted(CredentialOptions.ID_VARIABLE, CredentialOptions.SECRET_VARIABLE));
    return runner.awaitFailure(runner.start(config), options.restUrl());
  }

  private Credentials credentials() {
    if (words.get(0).isBlank() || words.get(1).isBlank()) {
      throw new UsageException(
          "expected KEY_ID KEY_SECRET PAIR…, got an empty key", CredentialOptions.HINT);
    }
    Credentials credentials = KeyHalves.key(words.get(0), words.get(1));
    Logging.hide(credentials);
    return credentials;
  }
}
