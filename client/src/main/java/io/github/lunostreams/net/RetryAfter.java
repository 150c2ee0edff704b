package io.github.lunostreams.net;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header field by which a server says when to come back (RFC 9110, 10.2.3). */
public final class RetryAfter {
  /** A server, or what stands before it, may not send a client away for longer. */
  public static final Duration MAX = Duration.ofHours(1);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * Reads the field.
   *
   * @param value seconds, or a date
   * @param date the response's Date field, which a date counts from: never the local clock
   * @return how long to stay away, at most {@link #MAX}; empty if the field is missing or cannot be
   *     read
   */
  public static Optional<Duration> parse(String value, String date) {
    if (value.matches("[0-9]{1," + MAX_DIGITS + "}")) {
      return Optional.of(atMost(Duration.ofSeconds(Long.parseLong(value))));
    }
    try {
      Duration wait = Duration.between(parsed(date), parsed(value));
      return Optional.of(wait.isNegative() ? Duration.ZERO : atMost(wait));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime parsed(String date) {
    return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(MAX) > 0 ? MAX : wait;
  }
}
