package io.github.lunostreams.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a command logs that says by itself what people need to know. */
final class QuietLogOptions {
  @Option(
      names = {"--log-level", "-l"},
      paramLabel = "LEVEL",
      converter = Values.Level.class,
      description =
          "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL, to standard error; without it nothing"
              + " is logged.")
  private @Nullable LogLevel level;

  void apply() {
    if (level == null) {
      Logging.silence();
    } else {
      Logging.setLevel(level);
    }
  }
}
