package io.github.lunostreams.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class LogLineTest {
  private static final String NASTY = "closed: \u001b[31mbye\r\n2026-01-01 ERROR forged\u202e";

  private static LoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setTimeStamp(Instant.parse("2026-11-27T12:00:00.123Z").toEpochMilli());
    event.setLevel(Level.WARN);
    event.setLoggerName("io.github.lunostreams.market.MarketStream");
    event.setThreadName("luno-market-XBTZAR");
    event.setMessage(message);
    return event;
  }

  @Test
  void aLineHasATimeWithItsOffset() {
    assertThat(LogLine.text(event("XBTZAR: live"), ZoneOffset.ofHours(2)))
        .isEqualTo("2026-11-27 14:00:00.123+02:00 WARN  MarketStream: XBTZAR: live\n");
  }

  @Test
  void noMessageCanForgeALineOrSteerATerminal() {
    LoggingEvent event = event(NASTY);
    event.setThrowableProxy(new ThrowableProxy(new IOException(NASTY, new IOException(NASTY))));

    String[] lines = LogLine.text(event, ZoneOffset.UTC).split("\n", -1);

    assertThat(lines[0])
        .isEqualTo(
            "2026-11-27 12:00:00.123+00:00 WARN  MarketStream: closed: \\u001b[31mbye"
                + "\\u000d\\u000a2026-01-01 ERROR forged\\u202e");
    assertThat(lines[1]).startsWith("java.io.IOException: closed: \\u001b[31mbye\\u000d\\u000a");
    for (int i = 2; i < lines.length; i++) {
      assertThat(lines[i]).matches("\t.*|Caused by: java\\.io\\.IOException: closed: .*|");
    }
  }

  @Test
  void jsonIsAnObjectALine() {
    LoggingEvent event = event(NASTY);
    event.setThrowableProxy(new ThrowableProxy(new IOException("x")));

    String line = LogLine.json(event);

    assertThat(line).endsWith("}\n").doesNotContain("\u001b", "\r").containsOnlyOnce("\n");
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      assertThat(json.nextName()).isEqualTo("time");
      assertThat(json.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
      assertThat(json.getString()).isEqualTo("2026-11-27T12:00:00.123Z");
    }
  }
}
