package io.github.lunostreams.cli;

import picocli.CommandLine.Option;

/** How much a command logs. */
final class LogOptions {
  @Option(
      names = {"--log-level", "-l"},
      paramLabel = "LEVEL",
      converter = Values.Level.class,
      defaultValue = "WARNING",
      description =
          "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL, to standard error (${DEFAULT-VALUE}).")
  private LogLevel level = LogLevel.WARNING;

  void apply() {
    Logging.setLevel(level);
  }
}
