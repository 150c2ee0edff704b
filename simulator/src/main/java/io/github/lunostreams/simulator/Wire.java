package io.github.lunostreams.simulator;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The byte shapes of the market stream: every method makes one complete text frame, encoded once
 * and shared by all connections, so nobody may change the arrays.
 *
 * <p>As seen on the wire: {@code sequence} is a decimal string, a trade's own {@code sequence} a
 * number; absent parts are {@code null} except {@code trade_updates}, which is {@code []}; prices
 * carry all decimals of the market's scale, volumes no trailing zeros; nothing has an exponent.
 */
final class Wire {
  /** The text {@code ""} with which the exchange keeps quiet connections alive. */
  static final byte[] KEEPALIVE = text("\"\"");

  private static final int ORDER_SIZE = 64;
  private static final int UPDATE_SIZE = 512;

  private final MarketShape shape;

  Wire(MarketShape shape) {
    this.shape = shape;
  }

  /** The whole book: asks by rising, bids by falling price, one entry an order. */
  byte[] snapshot(Book book, long sequence, String status, long timestamp) {
    return snapshot(book, sequence, status, timestamp, null);
  }

  /** The whole book with a flaw, for clients that have to notice it. */
  byte[] snapshot(
      Book book, long sequence, String status, long timestamp, Fault.@Nullable SnapshotFlaw flaw) {
    int orders = book.slots(Side.BID).size() + book.slots(Side.ASK).size();
    Json json = new Json(160 + ORDER_SIZE * orders);
    json.raw("{\"sequence\":\"").number(sequence).raw("\",\"asks\":[");
    Book.Level ask = book.best(Side.ASK);
    long flawPrice = ask == null ? shape.price(shape.startPrice()) : ask.price;
    boolean duplicate = flaw == Fault.SnapshotFlaw.DUPLICATE_ID;
    if (duplicate || (flaw == Fault.SnapshotFlaw.CROSSED && ask == null)) {
      String id = ask == null ? "BX000000000DUPE" : ask.orders().getFirst().id;
      order(json, id, flawPrice, 1);
      separator(json, duplicate || ask != null);
      if (duplicate && ask == null) {
        order(json, id, flawPrice, 1);
      }
    }
    orders(json, book, Side.ASK);
    json.raw("],\"bids\":[");
    if (flaw == Fault.SnapshotFlaw.CROSSED) {
      order(json, "BX0000000CROSS1", flawPrice, 1);
      separator(json, book.best(Side.BID) != null);
    }
    orders(json, book, Side.BID);
    if (orders == 0) { // seen on an empty book: the keys stand the other way round
      json.raw("],\"timestamp\":").number(timestamp).raw(",\"status\":").string(status).raw("}");
    } else {
      json.raw("],\"status\":").string(status).raw(",\"timestamp\":").number(timestamp).raw("}");
    }
    return json.toFrame();
  }

  byte[] update(Update update) {
    return updateJson(update).toFrame();
  }

  /** An update cut off in the middle, as text that is not JSON any more. */
  byte[] truncated(Update update) {
    byte[] whole = updateJson(update).toBytes();
    return text(new String(whole, 0, whole.length / 2, StandardCharsets.UTF_8));
  }

  private Json updateJson(Update update) {
    Json json = new Json(UPDATE_SIZE);
    json.raw("{\"sequence\":\"").number(update.sequence()).raw("\",\"trade_updates\":[");
    boolean first = true;
    for (Update.Trade trade : update.trades()) {
      separator(json, !first);
      first = false;
      trade(json, trade);
    }
    json.raw("],\"create_update\":");
    Change.NewOrder create = update.create();
    if (create == null) {
      json.raw("null");
    } else {
      json.raw("{\"order_id\":\"").raw(create.id()).raw("\",\"type\":\"").raw(create.side().name());
      json.raw("\",\"price\":").decimal(create.price(), shape.priceScale(), shape.priceScale());
      json.raw(",\"volume\":").decimal(create.volume(), shape.volumeScale(), 0).raw("}");
    }
    json.raw(",\"delete_update\":");
    String delete = update.delete();
    if (delete == null) {
      json.raw("null");
    } else {
      json.raw("{\"order_id\":").string(delete).raw("}");
    }
    json.raw(",\"status_update\":");
    String status = update.status();
    if (status == null) {
      json.raw("null");
    } else {
      json.raw("{\"status\":").string(status).raw("}");
    }
    return json.raw(",\"timestamp\":").number(update.timestamp()).raw("}");
  }

  private void trade(Json json, Update.Trade trade) {
    json.raw("{\"sequence\":").number(trade.sequence());
    json.raw(",\"base\":").decimal(trade.base(), shape.volumeScale(), 0);
    int counterScale = shape.priceScale() + shape.volumeScale();
    long counter = Math.multiplyExact(trade.price(), trade.base());
    json.raw(",\"counter\":").decimal(counter, counterScale, shape.priceScale());
    json.raw(",\"maker_order_id\":\"").raw(trade.maker());
    json.raw("\",\"taker_order_id\":\"").raw(trade.taker());
    json.raw("\",\"order_id\":\"").raw(trade.maker()).raw("\"}");
  }

  private void orders(Json json, Book book, Side side) {
    boolean first = true;
    for (Book.Level level : book.levels(side)) {
      for (Book.Order order : level.orders()) {
        separator(json, !first);
        first = false;
        order(json, order.id, order.price, order.volume());
      }
    }
  }

  private void order(Json json, String id, long price, long volume) {
    json.raw("{\"id\":\"").raw(id);
    json.raw("\",\"price\":").decimal(price, shape.priceScale(), shape.priceScale());
    json.raw(",\"volume\":").decimal(volume, shape.volumeScale(), 0).raw("}");
  }

  private static void separator(Json json, boolean needed) {
    if (needed) {
      json.raw(",");
    }
  }

  /** An error frame; the server closes after most of them. */
  static byte[] error(String code, String text) {
    Json json = new Json(64 + code.length() + text.length());
    return json.raw("{\"error_code\":")
        .string(code)
        .raw(",\"error\":")
        .string(text)
        .raw("}")
        .toFrame();
  }

  /** Any text. */
  static byte[] text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new Json(utf8.length).utf8(utf8).toFrame();
  }
}
