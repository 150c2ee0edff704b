package io.github.lunostreams.benchmarks.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How to measure.
 *
 * @param isShort whether to measure only as long as it takes to show that everything works
 * @param rounds how often to measure everything
 * @param only selects benchmarks: those in whose key it is found
 * @param target the directory for results and recordings
 * @param progress progress messages go here
 */
public record RunOptions(
    boolean isShort, int rounds, Pattern only, Path target, PrintStream progress) {

  /** {@return whether a benchmark is selected} */
  public boolean isWanted(String key) {
    return only.matcher(key).find();
  }

  /** Prints a progress message. */
  public void log(String message) {
    progress.println(message);
  }

  /** {@return a line that says what was run and on what machine} */
  public String title(String what) {
    return "%s: JDK %s, %s, %d processors, %d round%s%n%n"
        .formatted(
            what,
            Runtime.version(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            rounds,
            rounds == 1 ? "" : "s");
  }
}
