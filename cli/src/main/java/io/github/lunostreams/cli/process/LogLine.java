package io.github.lunostreams.cli.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.github.lunostreams.upstream.ForeignText;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes an event of the log. Texts of other programs stand in messages, so a message is one line
 * whatever is in it; only a stack trace has more, each of them of ours.
 */
final class LogLine {
  private static final int MAX_MESSAGE = 4_000;
  private static final int LEVEL_WIDTH = 5;
  private static final int MAX_CAUSES = 10;
  private static final int MAX_FRAMES = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSxxx", Locale.ROOT);
  private static final JsonFactory JSON = new JsonFactory();

  private LogLine() {}

  /** For people: time with its offset, level, class, message, and a stack trace below. */
  static String text(ILoggingEvent event, ZoneId zone) {
    StringBuilder line = new StringBuilder(200);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()).atZone(zone), line);
    String level = event.getLevel().levelStr;
    line.append(' ').append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length())));
    line.append(' ').append(simpleName(event.getLoggerName())).append(": ").append(message(event));
    for (String below : stackTrace(event.getThrowableProxy())) {
      line.append('\n').append(below);
    }
    return line.append('\n').toString();
  }

  /** For programs: time in UTC, level, logger, thread, message, and an error with its trace. */
  static String json(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
      json.writeStringProperty("level", event.getLevel().toString());
      json.writeStringProperty("logger", event.getLoggerName());
      json.writeStringProperty("thread", event.getThreadName());
      json.writeStringProperty("message", message(event));
      List<String> trace = stackTrace(event.getThrowableProxy());
      if (!trace.isEmpty()) {
        json.writeStringProperty("error", String.join("\n", trace));
      }
      json.writeEndObject();
    }
    return line.append('\n').toString();
  }

  private static String message(ILoggingEvent event) {
    return ForeignText.line(String.valueOf(event.getFormattedMessage()), MAX_MESSAGE);
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static List<String> stackTrace(@Nullable IThrowableProxy first) {
    List<String> lines = new ArrayList<>();
    IThrowableProxy thrown = first;
    for (int causes = 0; thrown != null && causes < MAX_CAUSES; causes++) {
      lines.add((causes == 0 ? "" : "Caused by: ") + words(thrown));
      StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
      int shown = Math.min(MAX_FRAMES, frames.length - thrown.getCommonFrames());
      for (int i = 0; i < shown; i++) {
        lines.add("\t" + ForeignText.line(frames[i].toString()));
      }
      if (shown < frames.length) {
        lines.add("\t... " + (frames.length - shown) + " more");
      }
      thrown = thrown.getCause();
    }
    return lines;
  }

  private static String words(IThrowableProxy thrown) {
    String message = thrown.getMessage();
    return thrown.getClassName()
        + (message == null ? "" : ": " + ForeignText.line(message, MAX_MESSAGE));
  }
}
