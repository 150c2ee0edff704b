package io.github.lunostreams.gateway.protocol.luno;

import static io.github.lunostreams.gateway.json.JsonBytes.ascii;

import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.gateway.channel.CapturedOrders;
import io.github.lunostreams.gateway.channel.LunoFormat;
import io.github.lunostreams.gateway.json.JsonBytes;
import io.github.lunostreams.gateway.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The frames of {@code ws /api/1/stream/<PAIR>}, Luno's own market stream, as far as the gateway
 * has to write or read them itself.
 *
 * <pre>{@code
 * {"sequence":"74538167","asks":[{"id":"BXFE5AZB7UUXWPT","price":"2765.00","volume":"3.925038"},…],
 *  "bids":[{"id":"BXCPTNDKTTBQ3K4","price":"2762.00","volume":"0.026792"},…],
 *  "status":"ACTIVE","timestamp":1790127197639}
 * {"error_code":"invalid_market","error":"NOPEUSDT"}
 * {"api_key_id":"…","api_key_secret":"…"}
 * }</pre>
 *
 * <p>As on the wire of Luno asks come by rising and bids by falling price, one entry an order;
 * prices have all decimals of the market, volumes no zeros at the end, and neither an exponent.
 */
public final class LunoStreamFormat implements LunoFormat {
  private static final byte[] SEQUENCE = ascii("{\"sequence\":\"");
  private static final byte[] ASKS = ascii("\",\"asks\":[");
  private static final byte[] BIDS = ascii("],\"bids\":[");
  private static final byte[] STATUS = ascii("],\"status\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
  private static final byte[] ID = ascii("{\"id\":");
  private static final byte[] PRICE = ascii(",\"price\":\"");
  private static final byte[] VOLUME = ascii("\",\"volume\":\"");
  private static final byte[] ORDER_END = ascii("\"}");

  /** As many as a book has; an exchange may write any number of zeros behind them. */
  private static final int MAX_DECIMALS = 18;

  private static final Set<String> KEY_HALVES = Set.of("api_key_id", "api_key_secret");

  private final JsonFactory json = new JsonFactory();

  /** Makes the format; one serves all markets. */
  public LunoStreamFormat() {}

  @Override
  public byte[] snapshot(CapturedOrders book) {
    Map<Side, List<Order>> sides =
        book.orders().stream().sorted(Order.BEST_FIRST).collect(Collectors.groupingBy(Order::side));
    JsonBytes text = new JsonBytes();
    text.raw(SEQUENCE).number(book.sequence()).raw(ASKS);
    orders(text, sides.getOrDefault(Side.ASK, List.of()), book.priceDecimals());
    text.raw(BIDS);
    orders(text, sides.getOrDefault(Side.BID, List.of()), book.priceDecimals());
    text.raw(STATUS).string(book.status());
    return text.raw(TIMESTAMP).time(book.timestampMillis()).raw('}').take();
  }

  private static void orders(JsonBytes text, List<Order> orders, int priceDecimals) {
    boolean first = true;
    for (Order order : orders) {
      if (!first) {
        text.raw(',');
      }
      first = false;
      text.raw(ID).string(order.id()).raw(PRICE);
      BigDecimal price = order.price();
      int decimals = Math.max(price.scale(), priceDecimals);
      text.raw(ascii(price.setScale(decimals).toPlainString())).raw(VOLUME);
      text.raw(ascii(order.volume().stripTrailingZeros().toPlainString())).raw(ORDER_END);
    }
  }

  @Override
  public int priceDecimals(byte[] snapshot) {
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), snapshot)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("price")) {
          parser.nextToken();
          String price = parser.getString();
          int point = price.indexOf('.');
          return point < 0 ? 0 : Math.min(price.length() - point - 1, MAX_DECIMALS);
        }
      }
      return 0;
    } catch (JacksonException e) {
      return 0; // Not for us to judge: the book has taken it.
    }
  }

  @Override
  public String error(String code, String words) {
    byte[] text =
        JsonObject.of(
            error -> {
              error.writeStringProperty("error_code", code);
              error.writeStringProperty("error", words);
            });
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public boolean isCredentials(String message) {
    Set<String> found = new HashSet<>();
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), message)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        if (parser.nextToken() == JsonToken.VALUE_STRING && !parser.getString().isEmpty()) {
          found.add(key);
        } else {
          parser.skipChildren();
        }
      }
      return parser.nextToken() == null && found.containsAll(KEY_HALVES);
    } catch (JacksonException malformed) {
      return false;
    }
  }
}
