package io.github.lunostreams.rest;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.engine.PlainDecimal;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
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

  /** No value of any answer is as long. */
  private static final int MAX_CHARS = 1_000;

  private static final int SHOWN_CHARS = 80;

  /** An answer, or a part of it, is not what it should be. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
      super(message);
    }
  }

  private final Map<String, String> values = new HashMap<>();

  Map<String, String> values() {
    return values;
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

  String text(String key) throws Unreadable {
    String value = values.get(key);
    if (value == null) {
      throw new Unreadable("expected '" + key + "' in every entry");
    }
    if (value.length() > MAX_CHARS) {
      throw new Unreadable(
          "expected at most %d characters in '%s', got %s".formatted(MAX_CHARS, key, shown(value)));
    }
    return value;
  }

  Pair pair(String key) throws Unreadable {
    try {
      return Pair.of(text(key));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(e.getMessage() + " in '" + key + "'");
    }
  }

  long number(String key) throws Unreadable {
    return wholeNumber(key, text(key));
  }

  long number(String key, long ifMissing) throws Unreadable {
    String value = values.get(key);
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
      throw new Unreadable(
          "expected 0 to %d decimals in '%s', got %d".formatted(MAX_SCALE, key, scale));
    }
    return (int) scale;
  }

  boolean flag(String key) throws Unreadable {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw new Unreadable("expected true or false in '" + key + "', got " + shown(text));
    }
    return text.equals("true");
  }

  BigDecimal decimal(String key) throws Unreadable {
    String text = text(key);
    return PlainDecimal.parse(text)
        .orElseThrow(
            () -> new Unreadable("expected a decimal in '" + key + "', got " + shown(text)));
  }

  static long wholeNumber(String key, String text) throws Unreadable {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Unreadable("expected a whole number in '" + key + "', got " + shown(text));
    }
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS
        ? "'" + text + "'"
        : "'%s…' (%d characters)".formatted(text.substring(0, SHOWN_CHARS), text.length());
  }
}
