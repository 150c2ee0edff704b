package io.github.lunostreams.wire;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Decodes any text frame of the market stream, by a JSON parser: snapshot, update, error,
 * keepalive. Keys may come in any order (seen on the wire), unknown ones are ignored, empty parts
 * may be {@code null} (documented) or {@code []} (seen).
 *
 * <p>Any thread may use it; it keeps no state.
 */
final class JsonDecoder {
  private static final int SHOWN_CHARS = 80;
  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

  private final JsonFactory json = new JsonFactory();

  /**
   * Decodes a frame.
   *
   * @param text the whole frame
   * @return what it says
   * @throws BadFrameException if it is none of the known frames
   * @throws UnrepresentableNumberException if a price or volume has too many digits
   */
  StreamMessage decode(String text) throws BadFrameException, UnrepresentableNumberException {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      StreamMessage frame;
      if (first == JsonToken.START_OBJECT) {
        frame = new MessageFields(parser).read();
      } else if (first == JsonToken.VALUE_STRING && parser.getString().isEmpty()) {
        frame = new StreamMessage.KeepAlive();
      } else {
        throw new BadFrameException("expected a JSON object or \"\"");
      }
      if (parser.nextToken() != null) {
        throw new BadFrameException("expected one JSON value, got more");
      }
      return frame;
    } catch (JacksonException malformed) {
      throw new BadFrameException(
          "expected JSON, broken at character %s, in %s"
              .formatted(malformed.getLocation().getCharOffset(), shown(text)));
    } catch (NumberFormatException malformed) {
      throw new BadFrameException(malformed.getMessage() + ", in " + shown(text));
    } catch (BadFrameException bad) {
      throw new BadFrameException(bad.getMessage() + ", in " + shown(text));
    }
  }

  private static String shown(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " characters)";
  }

  /** The fields of one object, collected as they come. */
  private static final class MessageFields {
    private final JsonParser parser;
    private @Nullable Long sequence;
    private long timestamp;
    private @Nullable String status;
    private @Nullable List<RestingOrder> bids;
    private @Nullable List<RestingOrder> asks;
    private List<Fill> fills = List.of();
    private @Nullable NewOrder create;
    private @Nullable String delete;
    private @Nullable String newStatus;
    private @Nullable String errorCode;
    private @Nullable String error;

    MessageFields(JsonParser parser) {
      this.parser = parser;
    }

    StreamMessage read() throws BadFrameException, UnrepresentableNumberException {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "sequence" -> sequence = Long.valueOf(text(key));
          case "timestamp" -> timestamp = Long.parseLong(text(key));
          case "status" -> status = optionalText(key);
          case "bids" -> bids = orders(key);
          case "asks" -> asks = orders(key);
          case "trade_updates" -> fills = fills(key);
          case "create_update" -> create = create(key);
          case "delete_update" -> delete = onlyField(key, "order_id");
          case "status_update" -> newStatus = onlyField(key, "status");
          case "error_code" -> errorCode = optionalText(key);
          case "error" -> error = optionalText(key);
          default -> parser.skipChildren();
        }
      }
      return frame();
    }

    private StreamMessage frame() throws BadFrameException {
      if (errorCode != null || error != null) {
        return new StreamMessage.Refusal(orEmpty(errorCode), orEmpty(error));
      }
      if (sequence == null) {
        throw new BadFrameException("expected a 'sequence' or an 'error_code'");
      }
      if (bids != null || asks != null) {
        if (bids == null || asks == null) {
          throw new BadFrameException("expected both 'bids' and 'asks'");
        }
        MarketStatus known = status == null ? MarketStatus.UNKNOWN : MarketStatus.of(status);
        return new StreamMessage.Book(new Snapshot(sequence, bids, asks, known, timestamp));
      }
      BookUpdate update =
          new BookUpdate(
              sequence,
              fills,
              create == null ? null : create.order,
              create == null ? null : create.side,
              delete,
              newStatus == null ? null : MarketStatus.of(newStatus),
              timestamp);
      return new StreamMessage.Book(update);
    }

    private List<RestingOrder> orders(String where)
        throws BadFrameException, UnrepresentableNumberException {
      List<RestingOrder> orders = new ArrayList<>();
      if (startsArray(where)) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          orders.add(order(where, "id").order);
        }
      }
      return orders;
    }

    private List<Fill> fills(String where)
        throws BadFrameException, UnrepresentableNumberException {
      if (!startsArray(where)) {
        return List.of();
      }
      List<Fill> read = new ArrayList<>(2);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read.add(fill(where));
      }
      return read;
    }

    private Fill fill(String where) throws BadFrameException, UnrepresentableNumberException {
      expectObject(where);
      long number = 0;
      String maker = null;
      String deprecatedMaker = null;
      String taker = "";
      ScaledDecimal base = null;
      BigDecimal counter = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "sequence" -> number = Long.parseLong(text(key));
          case "maker_order_id" -> maker = text(key);
          case "order_id" -> deprecatedMaker = optionalText(key);
          case "taker_order_id" -> taker = orEmpty(optionalText(key));
          case "base" -> base = ScaledDecimal.parse(text(key));
          case "counter" -> counter = plainDecimal(text(key));
          default -> parser.skipChildren();
        }
      }
      return new Fill(
          number,
          require(base, where, "base"),
          require(counter, where, "counter"),
          require(maker == null ? deprecatedMaker : maker, where, "maker_order_id"),
          taker);
    }

    private static BigDecimal plainDecimal(String text) throws BadFrameException {
      if (!PLAIN_DECIMAL.matcher(text).matches()) {
        throw new BadFrameException("expected a plain decimal, got '" + shown(text) + "'");
      }
      return new BigDecimal(text);
    }

    private @Nullable NewOrder create(String where)
        throws BadFrameException, UnrepresentableNumberException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      NewOrder order = order(where, "order_id");
      require(order.side, where, "type");
      return order;
    }

    private NewOrder order(String where, String idKey)
        throws BadFrameException, UnrepresentableNumberException {
      expectObject(where);
      String id = null;
      Side side = null;
      ScaledDecimal price = null;
      ScaledDecimal volume = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        if (key.equals(idKey)) {
          id = text(key);
        } else {
          switch (key) {
            case "type" -> side = side(text(key));
            case "price" -> price = ScaledDecimal.parse(text(key));
            case "volume" -> volume = ScaledDecimal.parse(text(key));
            default -> parser.skipChildren();
          }
        }
      }
      return new NewOrder(
          new RestingOrder(
              require(id, where, idKey),
              require(price, where, "price"),
              require(volume, where, "volume")),
          side);
    }

    private static Side side(String word) throws BadFrameException {
      return switch (word) {
        case "BID" -> Side.BID;
        case "ASK" -> Side.ASK;
        default -> throw new BadFrameException("expected type BID or ASK, got '" + word + "'");
      };
    }

    private @Nullable String onlyField(String where, String wanted) throws BadFrameException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      expectObject(where);
      String value = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        if (key.equals(wanted)) {
          value = text(key);
        } else {
          parser.skipChildren();
        }
      }
      return require(value, where, wanted);
    }

    private boolean startsArray(String where) throws BadFrameException {
      JsonToken token = parser.currentToken();
      if (token == JsonToken.VALUE_NULL) {
        return false;
      }
      if (token != JsonToken.START_ARRAY) {
        throw new BadFrameException("expected '" + where + "' to be an array, got " + token);
      }
      return true;
    }

    private void expectObject(String where) throws BadFrameException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new BadFrameException(
            "expected an object in '" + where + "', got " + parser.currentToken());
      }
    }

    /** A string's or a number's characters: Luno writes one sequence as string, one as number. */
    private String text(String key) throws BadFrameException {
      JsonToken token = parser.currentToken();
      if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
        throw new BadFrameException(
            "expected '" + key + "' to be a string or a number, got " + token);
      }
      return parser.getString();
    }

    private @Nullable String optionalText(String key) throws BadFrameException {
      return parser.currentToken() == JsonToken.VALUE_NULL ? null : text(key);
    }

    private static String orEmpty(@Nullable String text) {
      return text == null ? "" : text;
    }

    private static <T> T require(@Nullable T value, String where, String key)
        throws BadFrameException {
      if (value == null) {
        throw new BadFrameException("expected a '" + key + "' in '" + where + "'");
      }
      return value;
    }
  }

  /** An order, with the side that only a create names. */
  private record NewOrder(RestingOrder order, @Nullable Side side) {}
}
