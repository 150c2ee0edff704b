package io.github.lunostreams.benchmarks;

import io.github.lunostreams.benchmarks.book.BookBenchmarks;
import io.github.lunostreams.benchmarks.gateway.Crowd;
import io.github.lunostreams.benchmarks.gateway.FanOut;
import io.github.lunostreams.benchmarks.gateway.Soak;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.transport.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs benchmarks. Tables go to standard output and into a file, progress to standard error. The
 * exit code does not depend on speed.
 */
@Command(
    name = "benchmarks/run",
    sortOptions = false,
    usageHelpWidth = 110,
    description =
        "Measures the client, or with one of the last three options the gateway. Exits with 1 if a"
            + " benchmark failed or gave a wrong result, with 2 for a wrong option.")
final class Benchmarks implements Callable<Integer> {
  /** Set by the script. */
  private static final Path TARGET =
      Path.of(System.getProperty("luno.benchmarks.target", "target"));

  private static final int MAX_ROUNDS = 100;
  private static final double MIN_MINUTES = 0.5;
  private static final double MAX_MINUTES = 1_440;

  @Option(
      names = "--short",
      description =
          "One round of a few seconds a benchmark, which shows that everything works. Alone, it"
              + " adds a small fan-out and a small crowd.")
  boolean isShort;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Rounds, each with new JVMs (default 5; 1 with --short).")
  @Nullable Integer forks;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description =
          "Only some benchmarks, such as Updates.decodeAndApply:XBTZAR, Memory.book,"
              + " Memory.markets, Transport.flood, FanOut.lag:1000:3KB, FanOut.saturation:100:200B,"
              + " Crowd.")
  Pattern only = Pattern.compile("");

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file for the tables (default benchmarks/target/client.md, fan-out.md, crowd.md or"
              + " soak.md).")
  @Nullable Path output;

  @ArgGroup Mode mode = new Mode();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long to soak, 0.5 to 1440 (default 10).")
  double minutes = 10;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Prints this.")
  boolean help;

  @Spec CommandSpec spec = CommandSpec.create();

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

  /** Which benchmarks of the gateway to run; the client's if none. */
  static final class Mode {
    @Option(
        names = "--fan-out",
        description = "The gateway's lag and throughput beside bare Netty and Node's ws.")
    boolean fanOut;

    @Option(
        names = "--crowd",
        description = "5,000 clients, and a gateway that is killed and started again.")
    boolean crowd;

    @Option(names = "--soak", description = "A gateway in use for long must not grow.")
    boolean soak;
  }

  /** Runs benchmarks; {@code --help} lists the options. */
  public static void main(String[] args) {
    // Tables and logs are the same everywhere.
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    RunOptions options = options();
    boolean correct;
    if (mode.fanOut) {
      correct = publish("fan-out.md", new FanOut(options).run());
    } else if (mode.crowd) {
      correct = publish("crowd.md", new Crowd(options).run());
    } else if (mode.soak) {
      Duration time = Duration.ofMillis(Math.round(minutes * 60_000));
      correct = publish("soak.md", new Soak(options, time).run());
    } else {
      Outcome book = new BookBenchmarks(options).run();
      correct = publish("client.md", book.and(new Transport(options).run()));
      if (isShort) {
        output = null;
        correct &= publish("fan-out.md", new FanOut(options).run());
        correct &= !options.isWanted("Crowd") || publish("crowd.md", new Crowd(options).run());
      }
    }
    return correct ? 0 : 1;
  }

  /** Checks the options. */
  RunOptions options() {
    int rounds = forks != null ? forks : isShort ? 1 : 5;
    require(
        rounds >= 1 && rounds <= MAX_ROUNDS,
        "expected --forks 1 to %d, got %d".formatted(MAX_ROUNDS, rounds));
    require(
        minutes >= MIN_MINUTES && minutes <= MAX_MINUTES,
        "expected --minutes %s to %.0f, got %s".formatted(MIN_MINUTES, MAX_MINUTES, minutes));
    return new RunOptions(isShort, rounds, only, TARGET, progress);
  }

  private void require(boolean met, String message) {
    if (!met) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private boolean publish(String name, Outcome outcome) throws IOException {
    Path file = output != null ? output : TARGET.resolve(name);
    if (!outcome.text().isEmpty()) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, outcome.text());
      out.print(outcome.text());
    }
    if (!outcome.correct()) {
      progress.println("benchmarks/run: the results are wrong, see above");
    }
    return outcome.correct();
  }
}
