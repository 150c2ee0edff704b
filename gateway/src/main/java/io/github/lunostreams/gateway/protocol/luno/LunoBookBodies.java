package io.github.lunostreams.gateway.protocol.luno;

import static io.github.lunostreams.gateway.json.JsonBytes.ascii;

import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Order;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.gateway.json.JsonBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The bodies of the exchange's public REST answers that are books: long ones, so without an object
 * per number.
 *
 * <p>Prices and volumes are written with {@value #DECIMALS} decimals, as the exchange does. No
 * number is rounded.
 */
public final class LunoBookBodies {
  private static final int DECIMALS = 18;

  /** Zeros to fill a number up with, by how many are missing. */
  private static final byte[][] ZEROS = new byte[DECIMALS + 1][];

  static {
    for (int i = 0; i <= DECIMALS; i++) {
      ZEROS[i] = ascii("0".repeat(i));
    }
  }

  private static final byte[] BIDS = ascii(",\"bids\":[");
  private static final byte[] ASKS = ascii("],\"asks\":[");
  private static final byte[] END = ascii("]}");
  private static final byte[] FIRST_ENTRY = ascii("{\"price\":\"");
  private static final byte[] NEXT_ENTRY = ascii(",{\"price\":\"");
  private static final byte[] ENTRY_VOLUME = ascii("\",\"volume\":\"");
  private static final byte[] ENTRY_END = ascii("\"}");

  private LunoBookBodies() {}

  /**
   * The body of {@code /api/1/orderbook_top}.
   *
   * @param book consolidated levels, all of which are written
   * @return {@code {"timestamp":…,"bids":[{"price":…,"volume":…},…],"asks":[…]}}
   */
  public static byte[] top(BookView book) {
    JsonBytes json = start(book.timestampMillis());
    side(json, book, Side.BID);
    side(json.raw(ASKS), book, Side.ASK);
    return json.raw(END).take();
  }

  private static JsonBytes start(long timestampMillis) {
    return new JsonBytes().raw(ascii("{\"timestamp\":")).time(timestampMillis).raw(BIDS);
  }

  private static void side(JsonBytes json, BookView book, Side side) {
    int count = book.levels(side);
    for (int i = 0; i < count; i++) {
      json.raw(i == 0 ? FIRST_ENTRY : NEXT_ENTRY);
      decimal(json, book.unscaledPrice(side, i), book.priceScale());
      json.raw(ENTRY_VOLUME);
      decimal(json, book.unscaledVolume(side, i), book.volumeScale());
      json.raw(ENTRY_END);
    }
  }

  /**
   * The body of {@code /api/1/orderbook}.
   *
   * @param timestampMillis of the book's last change; 0 if not known, which is written as null
   * @param bids every order, the highest price first
   * @param asks every order, the lowest price first
   * @return of the same shape as {@link #top}
   */
  public static byte[] orders(long timestampMillis, List<Order> bids, List<Order> asks) {
    JsonBytes json = start(timestampMillis);
    side(json, bids);
    side(json.raw(ASKS), asks);
    return json.raw(END).take();
  }

  private static void side(JsonBytes json, List<Order> orders) {
    boolean first = true;
    for (Order order : orders) {
      json.raw(first ? FIRST_ENTRY : NEXT_ENTRY);
      first = false;
      decimal(json, order.price());
      json.raw(ENTRY_VOLUME);
      decimal(json, order.volume());
      json.raw(ENTRY_END);
    }
  }

  private static void decimal(JsonBytes json, BigDecimal number) {
    BigInteger unscaled = number.unscaledValue();
    decimal(json, unscaled.longValueExact(), number.scale());
  }

  private static void decimal(JsonBytes json, long unscaled, int scale) {
    json.plain(unscaled, scale);
    if (scale == 0) {
      json.raw('.');
    }
    json.raw(ZEROS[DECIMALS - scale]);
  }
}
