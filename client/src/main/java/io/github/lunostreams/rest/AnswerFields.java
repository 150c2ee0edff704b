package io.github.lunostreams.rest;

import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The scalar values of one object of an answer, by their keys.
 *
 * <p>Used by one thread.
 */
final class AnswerFields {
  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

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

  boolean flag(String key) throws Unreadable {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      throw new Unreadable("expected true or false in '" + key + "', got '" + text + "'");
    }
    return text.equals("true");
  }

  BigDecimal decimal(String key) throws Unreadable {
    String text = text(key);
    if (!PLAIN_DECIMAL.matcher(text).matches()) {
      throw new Unreadable("expected a decimal in '" + key + "', got '" + text + "'");
    }
    return new BigDecimal(text);
  }

  static long wholeNumber(String key, String text) throws Unreadable {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Unreadable("expected a whole number in '" + key + "', got '" + text + "'");
    }
  }
}
