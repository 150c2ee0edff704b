package io.github.lunostreams.rest;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.PlainDecimal;
import io.github.lunostreams.upstream.ForeignText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The scalar values of one object of an answer, by their keys.
 *
 * <p>Used by one thread.
 */
final class AnswerFields {
  /** More decimals than 64 bits can hold digits are none of a market. */
  private static final int MAX_SCALE = 18;

  /** No code or word of the exchange has as many characters. */
  private static final int MAX_TEXT = 100;

  /** Zeros at the end of a decimal cost nothing. */
  private static final int MAX_DECIMAL = 1_000;

  /** As many characters of a wrong value are shown. */
  private static final int MAX_SHOWN = 40;

  /** A later time is not one in milliseconds. */
  private static final long MAX_MILLIS = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

  private final Map<String, String> values = new HashMap<>();

  Map<String, String> values() {
    return values;
  }

  /** At most so many characters of a text from outside, fit for a log. */
  static String printable(String text, int max) {
    return ForeignText.line(text, max);
  }

  /** A value for people to see; empty if there is none. */
  String shown(String key) {
    return printable(values.getOrDefault(key, ""), MAX_SHOWN);
  }

  /** Reads the object at which the parser is; anything else is read over. */
  void takeAll(JsonParser parser, String list) throws Unreadable {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      throw new Unreadable("expected objects in '" + list + "'");
    }
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      take(name, parser);
    }
  }

  /** Reads the value behind a key; one that is no scalar is skipped. */
  void take(String key, JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      values.put(key, parser.getString());
    } else {
      parser.skipChildren();
    }
  }

  /** Null if it is missing, null or empty. */
  private @Nullable String given(String key) {
    String value = values.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  String text(String key) throws Unreadable {
    return text(key, MAX_TEXT);
  }

  private String text(String key, int maxLength) throws Unreadable {
    String value = given(key);
    if (value == null) {
      throw new Unreadable("expected '" + key + "' in every entry");
    }
    if (value.length() > maxLength) {
      throw Unreadable.got(value, "expected at most " + maxLength + " characters in '" + key + "'");
    }
    return value;
  }

  String text(String key, String ifMissing) throws Unreadable {
    return given(key) == null ? ifMissing : text(key);
  }

  Pair pair(String key) throws Unreadable {
    String text = text(key);
    try {
      return Pair.of(text);
    } catch (IllegalArgumentException e) {
      throw Unreadable.got(text, "expected a pair such as XBTZAR in '" + key + "'");
    }
  }

  long number(String key) throws Unreadable {
    return wholeNumber(key, text(key));
  }

  long number(String key, long ifMissing) throws Unreadable {
    String value = given(key);
    return value == null ? ifMissing : wholeNumber(key, value);
  }

  /** A number of decimals. */
  int scale(String key) throws Unreadable {
    return scale(key, number(key));
  }

  int scale(String key, int ifMissing) throws Unreadable {
    return scale(key, number(key, ifMissing));
  }

  private static int scale(String key, long scale) throws Unreadable {
    if (scale < 0 || scale > MAX_SCALE) {
      throw Unreadable.got(
          String.valueOf(scale), "expected 0 to " + MAX_SCALE + " decimals in '" + key + "'");
    }
    return (int) scale;
  }

  Instant time(String key) throws Unreadable {
    return time(key, text(key));
  }

  static Instant time(String key, String text) throws Unreadable {
    long millis = wholeNumber(key, text);
    if (millis < 0 || millis > MAX_MILLIS) {
      throw Unreadable.got(text, "expected a time in milliseconds in '" + key + "'");
    }
    return Instant.ofEpochMilli(millis);
  }

  boolean flag(String key) throws Unreadable {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw Unreadable.got(text, "expected true or false in '" + key + "'");
    }
    return text.equals("true");
  }

  BigDecimal decimal(String key) throws Unreadable {
    String text = text(key, MAX_DECIMAL);
    BigDecimal number =
        PlainDecimal.parse(text)
            .orElseThrow(() -> Unreadable.got(text, "expected a decimal in '" + key + "'"));
    if (number.signum() < 0) {
      throw Unreadable.got(text, "expected a decimal of zero or more in '" + key + "'");
    }
    return number;
  }

  BigDecimal decimalOrZero(String key) throws Unreadable {
    return given(key) == null ? BigDecimal.ZERO : decimal(key);
  }

  BigDecimal positive(String key) throws Unreadable {
    BigDecimal number = decimal(key);
    if (number.signum() == 0) {
      throw Unreadable.got(number.toPlainString(), "expected more than 0 in '" + key + "'");
    }
    return number;
  }

  static long wholeNumber(String key, String text) throws Unreadable {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Unreadable.got(text, "expected a whole number in '" + key + "'");
    }
  }
}
