package io.github.lunostreams.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param help whether only the usage is wanted
 * @param mode what is to be run
 * @param effort how long to measure
 * @param only the benchmarks to run: those in whose key this is found
 * @param soak how long to soak
 * @param output the file for the tables or the profile; null for the default
 */
record RunOptions(
    boolean help, Mode mode, Effort effort, Pattern only, Duration soak, @Nullable Path output) {
  static final String USAGE =
      """
      usage: benchmarks/run [--short] [--forks N] [--only REGEX] [--output FILE]
             benchmarks/run --profile [--output FILE]
             benchmarks/run --fan-out|--crowd|--stalled [--short] [--forks N] [--only REGEX] [--output FILE]
             benchmarks/run --soak [--minutes N] [--output FILE]

        --short        one round of a few seconds a benchmark: shows that all works, not how fast it is
        --forks N      rounds; each runs every benchmark in a JVM of its own (default 5)
        --only REGEX   only benchmarks such as Updates.decodeAndApply:XBTZAR, Growth, Memory.book, Memory.markets,
                       FanOut.lag:1000:3KB, FanOut.saturation:100:200B, Crowd
        --output FILE  where to write the tables (default benchmarks/target/ratios.md, or the option's
                       name: profile.md, fan-out.md, crowd.md, stalled.md, soak.md)
        --profile      where decode + apply spends its time
        --fan-out      the gateway's lag and frames a second beside others' broadcasts
        --crowd        5,000 clients, a gateway that is killed and comes back
        --stalled      clients that read nothing, beside others and alone
        --soak         a gateway that is used for long: 10 minutes, or as --minutes N (0.5 to 1440) says
      """;

  private static final int MOST_FORKS = 100;
  private static final Duration LEAST_SOAK = Duration.ofSeconds(30);
  private static final Duration MOST_SOAK = Duration.ofDays(1);
  private static final double MILLIS_A_MINUTE = 60_000;

  /** What is to be run. */
  enum Mode {
    /** The client's benchmarks; in short, some of the gateway's too. */
    RATIOS,
    PROFILE,
    FAN_OUT,
    CROWD,
    STALLED,
    SOAK
  }

  /**
   * How long to measure.
   *
   * @param name in the table's title
   * @param rounds a JVM of its own for each benchmark in each
   * @param warmups iterations before those that count
   * @param iterations that count
   * @param time of an iteration
   * @param marketUpdates to wait for when all markets are followed at once
   */
  record Effort(
      String name, int rounds, int warmups, int iterations, Duration time, int marketUpdates) {
    static final Effort SHORT = new Effort("short", 1, 2, 2, Duration.ofMillis(500), 3_000);
    static final Effort FULL = new Effort("full", 5, 5, 5, Duration.ofSeconds(1), 20_000);

    Effort withRounds(int others) {
      return new Effort(name, others, warmups, iterations, time, marketUpdates);
    }

    boolean isShort() {
      return name.equals(SHORT.name);
    }
  }

  /** Something was asked for that there is not. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  static RunOptions parse(String... args) throws UsageException {
    boolean help = false;
    Mode mode = Mode.RATIOS;
    Effort effort = Effort.FULL;
    OptionalInt forks = OptionalInt.empty();
    Pattern only = Pattern.compile("");
    Duration soak = Duration.ofMinutes(10);
    Path output = null;
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      String option = left.removeFirst();
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--profile" -> mode = Mode.PROFILE;
        case "--fan-out" -> mode = Mode.FAN_OUT;
        case "--crowd" -> mode = Mode.CROWD;
        case "--stalled" -> mode = Mode.STALLED;
        case "--soak" -> mode = Mode.SOAK;
        case "--minutes" -> soak = minutes(value(option, left));
        case "--short" -> effort = Effort.SHORT;
        case "--forks" -> forks = OptionalInt.of(forks(value(option, left)));
        case "--only" -> only = regex(value(option, left));
        case "--output" -> output = Path.of(value(option, left));
        default -> throw new UsageException("expected an option, got '" + option + "'");
      }
    }
    Effort wanted = effort.withRounds(forks.orElse(effort.rounds()));
    return new RunOptions(help, mode, wanted, only, soak, output);
  }

  private static String value(String option, Deque<String> left) throws UsageException {
    if (left.isEmpty()) {
      throw new UsageException("expected a value after " + option);
    }
    return left.removeFirst();
  }

  private static int forks(String text) throws UsageException {
    try {
      int forks = Integer.parseInt(text);
      if (forks >= 1 && forks <= MOST_FORKS) {
        return forks;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is out of range.
    }
    throw new UsageException("expected --forks 1 to %d, got '%s'".formatted(MOST_FORKS, text));
  }

  private static Duration minutes(String text) throws UsageException {
    try {
      Duration time = Duration.ofMillis(Math.round(Double.parseDouble(text) * MILLIS_A_MINUTE));
      if (time.compareTo(LEAST_SOAK) >= 0 && time.compareTo(MOST_SOAK) <= 0) {
        return time;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is out of range.
    }
    throw new UsageException("expected --minutes 0.5 to 1440, got '%s'".formatted(text));
  }

  private static Pattern regex(String text) throws UsageException {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UsageException("expected --only with a regular expression, got '" + text + "'");
    }
  }
}
