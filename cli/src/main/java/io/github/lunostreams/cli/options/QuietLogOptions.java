package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.LogFormat;
import io.github.lunostreams.cli.process.LogLevel;
import io.github.lunostreams.cli.process.Logging;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The log level of a command whose output reports problems: silent by default. */
public final class QuietLogOptions {
  @Option(
      names = {"--log-level", "-l"},
      paramLabel = "LEVEL",
      converter = LogConverters.Level.class,
      description =
          "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL, to standard error; without it nothing"
              + " is logged.")
  private @Nullable LogLevel level;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      converter = LogConverters.Format.class,
      defaultValue = "text",
      description = "text, or json: an object a line (${DEFAULT-VALUE}).")
  private LogFormat format = LogFormat.TEXT;

  /** Logs at this level from now on, or nothing but errors of this program. */
  public void apply() {
    Logging.setFormat(format);
    if (level == null) {
      Logging.silence();
    } else {
      Logging.setLevel(level);
    }
  }
}
