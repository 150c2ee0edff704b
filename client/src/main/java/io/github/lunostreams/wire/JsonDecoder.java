package io.github.lunostreams.wire;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
      if (first == null) {
        return new StreamMessage.KeepAlive(); // An empty text, as "" is.
      }
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
      throw new BadFrameException(BrokenJson.words(malformed) + ", in " + FieldReader.shown(text));
    } catch (NumberFormatException malformed) {
      throw new BadFrameException(malformed.getMessage() + ", in " + FieldReader.shown(text));
    } catch (BadFrameException bad) {
      throw new BadFrameException(bad.getMessage() + ", in " + FieldReader.shown(text));
    }
  }

  private interface Field {
    String read(String key) throws BadFrameException;
  }

  /** The fields of one object, collected as they come. */
  private static final class MessageFields {
    private final JsonParser parser;
    private final FieldReader value;
    private @Nullable Long sequence;
    private long timestamp = BookMessage.UNKNOWN_TIME;
    private @Nullable String status;
    private @Nullable List<RestingOrder> bids;
    private @Nullable List<RestingOrder> asks;
    private List<Fill> fills = List.of();
    private @Nullable NewOrder create;
    private @Nullable String delete;
    private @Nullable String newStatus;
    private String errorCode = "";
    private String error = "";

    MessageFields(JsonParser parser) {
      this.parser = parser;
      this.value = new FieldReader(parser);
    }

    StreamMessage read() throws BadFrameException, UnrepresentableNumberException {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "sequence" -> sequence = value.whole(key);
          case "timestamp" -> timestamp = value.time();
          case "status" -> status = value.optionalStatus(key);
          case "bids" -> bids = orders(key);
          case "asks" -> asks = orders(key);
          case "trade_updates" -> fills = fills(key);
          case "create_update" -> create = create(key);
          case "delete_update" -> delete = onlyField(key, "order_id", value::id);
          case "status_update" -> newStatus = onlyField(key, "status", value::status);
          case "error_code" -> errorCode = value.said(key);
          case "error" -> error = value.said(key);
          default -> parser.skipChildren();
        }
      }
      return frame();
    }

    private StreamMessage frame() throws BadFrameException {
      if (!errorCode.isEmpty() || !error.isEmpty()) {
        return new StreamMessage.Refusal(errorCode, error);
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
      if (value.startsArray(where)) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (orders.size() == OrderBookBuilder.MAX_ORDERS) {
            throw new BadFrameException(
                "expected at most %s orders in '%s', got more".formatted(orders.size(), where));
          }
          orders.add(order(where, "id").order);
        }
      }
      return orders;
    }

    private List<Fill> fills(String where)
        throws BadFrameException, UnrepresentableNumberException {
      if (!value.startsArray(where)) {
        return List.of();
      }
      List<Fill> read = new ArrayList<>(2);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        read.add(fill(where));
      }
      return read;
    }

    private Fill fill(String where) throws BadFrameException, UnrepresentableNumberException {
      value.expectObject(where);
      long number = 0;
      String maker = null;
      String deprecatedMaker = null;
      String taker = "";
      ScaledDecimal base = null;
      BigDecimal counter = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        switch (key) {
          case "sequence" -> number = value.optionalWhole(key);
          case "maker_order_id" -> maker = value.id(key);
          case "order_id" -> deprecatedMaker = value.optionalId(key);
          case "taker_order_id" -> taker = orEmpty(value.optionalId(key));
          case "base" -> base = value.decimal(key);
          case "counter" -> counter = value.longDecimal(key);
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

    private @Nullable NewOrder create(String where)
        throws BadFrameException, UnrepresentableNumberException {
      if (value.isNull()) {
        return null;
      }
      NewOrder order = order(where, "order_id");
      require(order.side, where, "type");
      return order;
    }

    private NewOrder order(String where, String idKey)
        throws BadFrameException, UnrepresentableNumberException {
      value.expectObject(where);
      String id = null;
      Side side = null;
      ScaledDecimal price = null;
      ScaledDecimal volume = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        if (key.equals(idKey)) {
          id = value.id(key);
        } else {
          switch (key) {
            case "type" -> side = side(value.text(key));
            case "price" -> price = value.decimal(key);
            case "volume" -> volume = value.decimal(key);
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
        default ->
            throw new BadFrameException(
                "expected type BID or ASK, got '" + FieldReader.shown(word) + "'");
      };
    }

    private @Nullable String onlyField(String where, String wanted, Field field)
        throws BadFrameException {
      if (value.isNull()) {
        return null;
      }
      value.expectObject(where);
      String found = null;
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        parser.nextToken();
        if (key.equals(wanted)) {
          found = field.read(key);
        } else {
          parser.skipChildren();
        }
      }
      return require(found, where, wanted);
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
