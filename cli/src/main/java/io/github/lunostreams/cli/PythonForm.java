package io.github.lunostreams.cli;

import io.github.lunostreams.upstream.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code KEY_ID KEY_SECRET PAIR…}: how the Python tool is called. The same as {@code serve}, with
 * the key where every user of the machine can read it.
 */
@Command(name = Console.PROGRAM)
final class PythonForm implements Callable<Integer> {
  private static final int KEY_WORDS = 2;

  private final Console console;
  private final Shutdown shutdown;
  private final CommandNames names;

  @Parameters(arity = "0..*", paramLabel = "KEY_ID KEY_SECRET PAIR…", hideParamSyntax = true)
  private List<String> words = new ArrayList<>();

  @Mixin private final ServeOptions options = new ServeOptions();

  PythonForm(Console console, Shutdown shutdown, CommandNames names) {
    this.console = console;
    this.shutdown = shutdown;
    this.names = names;
  }

  @Override
  public Integer call() throws InterruptedException {
    options.log.apply();
    names.refuseMistyped(words);
    if (words.size() < KEY_WORDS || (words.size() == KEY_WORDS && !options.allPairs)) {
      throw new UsageException(
          "expected a command (%s) or KEY_ID KEY_SECRET PAIR…, got %d %s"
              .formatted(names, words.size(), words.size() == 1 ? "word" : "words"),
          Console.PROGRAM + " --help");
    }
    List<String> pairs = options.pairs(words.subList(KEY_WORDS, words.size()));
    Credentials credentials = credentials();
    console.warn(
        "a key on the command line can be read by every user of this machine; set %s and %s and use 'serve'"
            .formatted(KeySource.ID_VARIABLE, KeySource.SECRET_VARIABLE));
    return new Serving(console, shutdown).run(options, pairs, credentials);
  }

  private Credentials credentials() {
    if (words.get(0).isBlank() || words.get(1).isBlank()) {
      throw new UsageException(
          "expected KEY_ID KEY_SECRET PAIR…, got an empty key", KeySource.HINT);
    }
    Credentials credentials = new Credentials(words.get(0), words.get(1));
    Logging.hide(credentials);
    return credentials;
  }
}
