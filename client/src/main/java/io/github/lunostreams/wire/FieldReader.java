package io.github.lunostreams.wire;

import io.github.lunostreams.book.engine.BookMessage;
import io.github.lunostreams.book.engine.PlainDecimal;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the values of a frame's fields, each within its bound. A method reads the value that the
 * parser stands at.
 *
 * <p>Used by one thread.
 */
final class FieldReader {
  /** An order's id; Luno's have 14 or 15. */
  static final int MAX_ID_CHARS = 64;

  /** A market's status, which goes into every message of a gateway. */
  static final int MAX_STATUS_CHARS = 64;

  /** So much of an error's code and of its words is kept. */
  static final int MAX_SAID_CHARS = 1_000;

  /** Of a time in milliseconds; one more would be microseconds. */
  static final int MAX_TIME_DIGITS = 15;

  private static final Pattern TIME = Pattern.compile("\\d{1," + MAX_TIME_DIGITS + "}");

  /** Of fewer digits it would be seconds, and of a fraction those are the likelier. */
  private static final Pattern TIME_AND_FRACTION = Pattern.compile("(\\d{13,15})\\.\\d{1,40}");

  private static final int SHOWN_CHARS = 80;

  private final JsonParser parser;

  FieldReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The beginning of a text, to be shown to people. */
  static String shown(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " characters)";
  }

  /** A string's or a number's characters: Luno writes one sequence as string, one as number. */
  String text(String key) throws BadFrameException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw new BadFrameException(
          "expected '" + key + "' to be a string or a number, got " + token);
    }
    return parser.getString();
  }

  private String text(String key, int maxChars) throws BadFrameException {
    String text = text(key);
    if (text.length() > maxChars) {
      throw new BadFrameException(
          "expected '%s' to have at most %s characters, got '%s'"
              .formatted(key, maxChars, shown(text)));
    }
    return text;
  }

  String id(String key) throws BadFrameException {
    return text(key, MAX_ID_CHARS);
  }

  /** Null if the value is. */
  @Nullable String optionalId(String key) throws BadFrameException {
    return isNull() ? null : id(key);
  }

  String status(String key) throws BadFrameException {
    return text(key, MAX_STATUS_CHARS);
  }

  /** Null if the value is. */
  @Nullable String optionalStatus(String key) throws BadFrameException {
    return isNull() ? null : status(key);
  }

  /** The words of an error, or their beginning; empty if the value says nothing. */
  String said(String key) throws BadFrameException {
    if (isNull() || parser.currentToken() == JsonToken.VALUE_FALSE) {
      return "";
    }
    String words = text(key).strip();
    return words.length() <= MAX_SAID_CHARS
        ? words
        : words.substring(0, MAX_SAID_CHARS) + "… (" + words.length() + " characters)";
  }

  long whole(String key) throws BadFrameException {
    String text = text(key);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new BadFrameException(
          "expected '%s' to be a whole number, got '%s'".formatted(key, shown(text)));
    }
  }

  /** 0 if the value is null. */
  long optionalWhole(String key) throws BadFrameException {
    return isNull() ? 0 : whole(key);
  }

  ScaledDecimal decimal(String key) throws BadFrameException, UnrepresentableNumberException {
    return ScaledDecimal.parse(text(key));
  }

  BigDecimal longDecimal(String key) throws BadFrameException {
    String text = text(key);
    return PlainDecimal.parse(text)
        .orElseThrow(
            () -> new BadFrameException("expected a plain decimal, got '" + shown(text) + "'"));
  }

  /**
   * A time in milliseconds since the epoch, a fraction of one cut off. No book depends on it, so
   * what cannot be read is unknown and costs nothing.
   */
  long time() {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      parser.skipChildren();
      return BookMessage.UNKNOWN_TIME;
    }
    String text = parser.getString();
    int point = text.indexOf('.');
    if (point < 0 ? TIME.matcher(text).matches() : TIME_AND_FRACTION.matcher(text).matches()) {
      return Long.parseLong(point < 0 ? text : text.substring(0, point));
    }
    return BookMessage.UNKNOWN_TIME;
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Whether an array starts here; false for null. */
  boolean startsArray(String where) throws BadFrameException {
    if (isNull()) {
      return false;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadFrameException(
          "expected '" + where + "' to be an array, got " + parser.currentToken());
    }
    return true;
  }

  void expectObject(String where) throws BadFrameException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadFrameException(
          "expected an object in '" + where + "', got " + parser.currentToken());
    }
  }
}
