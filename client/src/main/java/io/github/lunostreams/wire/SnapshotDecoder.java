package io.github.lunostreams.wire;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.OrderId;
import io.github.lunostreams.book.engine.RestingOrders;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.wire.ByteScanner.Literal;
import io.github.lunostreams.wire.ByteScanner.SlowPath;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a snapshot of the market stream from its bytes, order by order into columns of numbers.
 * Like the {@link UpdateDecoder} it knows the shape that the exchange writes, to the byte (line
 * breaks are ours), and refuses any other:
 *
 * <pre>
 * {"sequence":"74538167",
 *  "asks":[{"id":"BXFE5AZB7UUXWPT","price":"2765.00","volume":"3.925038"},…],
 *  "bids":[{"id":"BXCPTNDKTTBQ3K4","price":"2762.00","volume":"0.026792"},…],
 *  "status":"ACTIVE",
 *  "timestamp":1790127197639}
 * </pre>
 *
 * <p>Used by one thread.
 */
final class SnapshotDecoder {
  private static final Literal SEQUENCE = Literal.of("{\"sequence\":\"");
  private static final Literal ASKS = Literal.of("\",\"asks\":[{\"id\":\"");
  private static final Literal NO_ASKS = Literal.of("\",\"asks\":[");
  private static final Literal BIDS = Literal.of("],\"bids\":[{\"id\":\"");
  private static final Literal NO_BIDS = Literal.of("],\"bids\":[");
  private static final Literal STATUS = Literal.of("],\"status\":\"");
  private static final Literal TIMESTAMP = Literal.of(",\"timestamp\":");
  private static final Literal NEXT_ORDER = Literal.of("},{\"id\":\"");
  private static final Literal PRICE = Literal.of(",\"price\":\"");
  private static final Literal VOLUME = Literal.of(",\"volume\":\"");

  private final ByteScanner frame = new ByteScanner();
  private final OrderId id = new OrderId();

  /** Reads a frame; null if it is not in the shape that is known here. */
  @Nullable Snapshot decode(byte[] utf8, int from, int to) {
    frame.start(utf8, from, to);
    try {
      frame.expect(SEQUENCE);
      long sequence = frame.digits();
      RestingOrders asks = orders(ASKS, NO_ASKS);
      RestingOrders bids = orders(BIDS, NO_BIDS);
      frame.expect(STATUS);
      String status = frame.textAndQuote(FieldReader.MAX_STATUS_CHARS);
      frame.expect(TIMESTAMP);
      long timestampMillis = frame.timeAndLast('}');
      return new Snapshot(sequence, bids, asks, MarketStatus.of(status), timestampMillis);
    } catch (SlowPath shape) {
      return null;
    }
  }

  private RestingOrders orders(Literal some, Literal none) throws SlowPath {
    RestingOrders orders = new RestingOrders();
    if (frame.skip(some)) {
      do {
        frame.expect(orders.size() < OrderBookBuilder.MAX_ORDERS);
        order(orders);
      } while (frame.skip(NEXT_ORDER));
      frame.expect('}');
    } else {
      frame.expect(none);
    }
    return orders;
  }

  private void order(RestingOrders orders) throws SlowPath {
    frame.idAndQuote(id);
    frame.expect(PRICE);
    long price = frame.decimalAndQuote(ScaledDecimal.KEPT_DECIMALS);
    int priceScale = frame.scale();
    frame.expect(VOLUME);
    long volume = frame.decimalAndQuote(ScaledDecimal.KEPT_DECIMALS);
    orders.add(id, price, priceScale, volume, frame.scale());
  }
}
