package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.LogFormat;
import io.github.lunostreams.cli.process.LogLevel;
import io.github.lunostreams.cli.process.Logging;
import picocli.CommandLine.Option;

/** The log level of a command. */
public final class LogOptions {
  @Option(
      names = {"--log-level", "-l"},
      paramLabel = "LEVEL",
      converter = LogConverters.Level.class,
      defaultValue = "WARNING",
      description =
          "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL, to standard error (${DEFAULT-VALUE}).")
  private LogLevel level = LogLevel.WARNING;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      converter = LogConverters.Format.class,
      defaultValue = "text",
      description = "text, or json: an object a line (${DEFAULT-VALUE}).")
  private LogFormat format = LogFormat.TEXT;

  /** Logs at this level from now on. */
  public void apply() {
    Logging.setFormat(format);
    Logging.setLevel(level);
  }
}
