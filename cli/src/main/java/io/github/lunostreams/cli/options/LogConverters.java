package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.LogFormat;
import io.github.lunostreams.cli.process.LogLevel;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;

/** Turns the texts of the log's options into values. */
final class LogConverters {
  private LogConverters() {}

  /** A level by Python's or by Java's name. */
  public static final class Level implements ITypeConverter<LogLevel> {
    private static final Map<String, LogLevel> ALSO =
        Map.of("WARN", LogLevel.WARNING, "FATAL", LogLevel.CRITICAL);

    @Override
    public LogLevel convert(String text) {
      String name = text.toUpperCase(Locale.ROOT);
      LogLevel also = ALSO.get(name);
      if (also != null) {
        return also;
      }
      for (LogLevel level : LogLevel.values()) {
        if (level.name().equals(name)) {
          return level;
        }
      }
      throw Converters.expected("one of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL", text);
    }
  }

  /** How the log is written. */
  public static final class Format implements ITypeConverter<LogFormat> {
    @Override
    public LogFormat convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "text" -> LogFormat.TEXT;
        case "json" -> LogFormat.JSON;
        default -> throw Converters.expected("text or json", text);
      };
    }
  }
}
