package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.LogLevel;
import io.github.lunostreams.cli.process.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a command logs whose output itself says what people need to know. */
public final class QuietLogOptions {
  @Option(
      names = {"--log-level", "-l"},
      paramLabel = "LEVEL",
      converter = Converters.Level.class,
      description =
          "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL, to standard error; without it nothing"
              + " is logged.")
  private @Nullable LogLevel level;

  /** Logs at this level from now on, or nothing but errors of this program. */
  public void apply() {
    if (level == null) {
      Logging.silence();
    } else {
      Logging.setLevel(level);
    }
  }
}
