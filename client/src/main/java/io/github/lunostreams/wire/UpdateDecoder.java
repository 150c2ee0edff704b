package io.github.lunostreams.wire;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.wire.ByteScanner.Literal;
import io.github.lunostreams.wire.ByteScanner.SlowPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Decodes an update of the market stream, reading its bytes once and making nothing of them but
 * numbers: no garbage, unless there are trades. It knows the shape that the exchange writes, to the
 * byte (line breaks are ours):
 *
 * <pre>
 * {"sequence":"4530030191",
 *  "trade_updates":[],
 *  "create_update":{"order_id":"BXJHJ5MXAAQNYCQ","type":"ASK","price":"2765.00","volume":"3.925038"},
 *  "delete_update":{"order_id":"BXFE5AZB7UUXWPT"},
 *  "status_update":{"status":"POSTONLY"},
 *  "timestamp":1790127203186}
 * </pre>
 *
 * where each of the last three updates may be {@code null}, and a trade is
 *
 * <pre>
 * {"sequence":33279896,"base":"0.000399","counter":"561.409758","maker_order_id":"BXCSZDNQKCDCDBN",
 *  "taker_order_id":"BXD7C9SRW79V6B2","order_id":"BXCSZDNQKCDCDBN"}
 * </pre>
 *
 * <p>Any other frame is refused, be it right or wrong, and left to the {@link JsonDecoder}: other
 * keys, another order, white space, escapes, ids of a new or leaving order of more than 16
 * characters, numbers of more than 18 digits, decimals of more than 16 on one side of the point,
 * times of more than 15. What this decoder takes it reads as that one does.
 *
 * <p>Used by one thread.
 */
final class UpdateDecoder {
  private static final Literal SEQUENCE = Literal.of("{\"sequence\":\"");
  private static final Literal NO_TRADES = Literal.of("\",\"trade_updates\":[],\"create_update\":");
  private static final Literal TRADES = Literal.of("\",\"trade_updates\":[");
  private static final Literal CREATE = Literal.of("],\"create_update\":");
  private static final Literal NO_CREATE = Literal.of("null,\"delete_update\":");
  private static final Literal CREATE_ID = Literal.of("{\"order_id\":\"");
  private static final Literal BID = Literal.of(",\"type\":\"BID\",\"price\":\"");
  private static final Literal ASK = Literal.of(",\"type\":\"ASK\",\"price\":\"");
  private static final Literal VOLUME = Literal.of(",\"volume\":\"");
  private static final Literal DELETE = Literal.of("},\"delete_update\":");
  private static final Literal NO_DELETE = Literal.of("null,\"status_update\":");
  private static final Literal DELETE_ID = Literal.of("{\"order_id\":\"");
  private static final Literal STATUS = Literal.of("},\"status_update\":");
  private static final Literal NO_STATUS = Literal.of("null,\"timestamp\":");
  private static final Literal NEW_STATUS = Literal.of("{\"status\":\"");
  private static final Literal TIMESTAMP = Literal.of("},\"timestamp\":");

  private static final Literal TRADE_SEQUENCE = Literal.of("{\"sequence\":");
  private static final Literal BASE = Literal.of(",\"base\":\"");
  private static final Literal COUNTER = Literal.of(",\"counter\":\"");
  private static final Literal MAKER = Literal.of(",\"maker_order_id\":\"");
  private static final Literal TAKER = Literal.of(",\"taker_order_id\":\"");
  private static final Literal DEPRECATED_MAKER = Literal.of(",\"order_id\":\"");

  private final ByteScanner frame = new ByteScanner();
  private final BookUpdate update = new BookUpdate();

  /** What the last frame said that was taken; the same object always. */
  BookUpdate update() {
    return update;
  }

  /** Reads a frame into {@link #update}. False if it is not in the shape that is known here. */
  boolean decode(byte[] utf8, int from, int to) {
    frame.start(utf8, from, to);
    try {
      frame.expect(SEQUENCE);
      update.begin(frame.digits());
      if (!frame.skip(NO_TRADES)) {
        trades();
      }
      if (!frame.skip(NO_CREATE)) {
        create();
      }
      if (!frame.skip(NO_DELETE)) {
        delete();
      }
      statusAndTime();
      return true;
    } catch (SlowPath shape) {
      return false;
    }
  }

  private void create() throws SlowPath {
    frame.expect(CREATE_ID);
    frame.idAndQuote(update.createId());
    boolean bid = frame.skip(BID);
    if (!bid) {
      frame.expect(ASK);
    }
    long price = frame.decimalAndQuote(ScaledDecimal.KEPT_DECIMALS);
    int priceScale = frame.scale();
    frame.expect(VOLUME);
    long volume = frame.decimalAndQuote(ScaledDecimal.KEPT_DECIMALS);
    update.create(bid ? Side.BID : Side.ASK, price, priceScale, volume, frame.scale());
    frame.expect(DELETE);
  }

  private void delete() throws SlowPath {
    frame.expect(DELETE_ID);
    frame.idAndQuote(update.deleteId());
    update.delete();
    frame.expect(STATUS);
  }

  /** On its own, since all in one is more than the compiler puts together. */
  private void statusAndTime() throws SlowPath {
    if (!frame.skip(NO_STATUS)) {
      frame.expect(NEW_STATUS);
      update.status(MarketStatus.of(frame.textAndQuote(FieldReader.MAX_STATUS_CHARS)));
      frame.expect(TIMESTAMP);
    }
    update.timestampMillis(frame.timeAndLast('}'));
  }

  private void trades() throws SlowPath {
    frame.expect(TRADES);
    List<Fill> fills = new ArrayList<>(2);
    do {
      fills.add(trade());
    } while (frame.skip(','));
    update.fills(Collections.unmodifiableList(fills));
    frame.expect(CREATE);
  }

  private Fill trade() throws SlowPath {
    frame.expect(TRADE_SEQUENCE);
    long sequence = frame.number();
    frame.expect(BASE);
    long base = frame.decimalAndQuote(ScaledDecimal.KEPT_DECIMALS);
    int baseScale = frame.scale();
    frame.expect(COUNTER);
    long counter = frame.decimalAndQuote(ByteScanner.MAX_DIGITS);
    int counterScale = frame.scale();
    frame.expect(MAKER);
    String maker = frame.textAndQuote(FieldReader.MAX_ID_CHARS);
    frame.expect(TAKER);
    String taker = frame.textAndQuote(FieldReader.MAX_ID_CHARS);
    frame.expect(DEPRECATED_MAKER);
    String unused = frame.textAndQuote(FieldReader.MAX_ID_CHARS);
    frame.expect('}');
    return new Fill(
        sequence,
        new ScaledDecimal(base, baseScale),
        BigDecimal.valueOf(counter, counterScale),
        maker,
        taker);
  }
}
