package io.github.lunostreams.simulator.wire;

import io.github.lunostreams.simulator.market.Book;
import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.market.Update;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The byte shapes of the market stream: every method makes one complete text frame, encoded once
 * and shared by all connections: the arrays are never changed.
 *
 * <p>As seen on the wire: {@code sequence} is a decimal string, a trade's own {@code sequence} a
 * number; absent parts are {@code null} except {@code trade_updates}, which is {@code []}; prices
 * carry all decimals of the market's scale, volumes no trailing zeros; nothing has an exponent.
 */
public final class Wire {
  private static final byte[] KEEPALIVE = text("\"\"");

  private static final int ORDER_SIZE = 64;
  private static final int UPDATE_SIZE = 512;

  private final MarketShape shape;

  /**
   * The frames of a market.
   *
   * @param shape its scales matter
   */
  public Wire(MarketShape shape) {
    this.shape = shape;
  }

  /** {@return the text {@code ""} that keeps quiet connections alive; not to be changed} */
  public static byte[] keepalive() {
    return KEEPALIVE;
  }

  /**
   * The whole book: asks by rising, bids by falling price, one entry an order.
   *
   * @param state of the market
   * @param phantoms orders that are not in the book, written before those of their side
   * @return the frame
   */
  public byte[] snapshot(MarketState state, List<Change.NewOrder> phantoms) {
    Book book = state.book();
    int orders = book.slots(Side.BID).size() + book.slots(Side.ASK).size();
    Json json = new Json(160 + ORDER_SIZE * (orders + phantoms.size()));
    json.raw("{\"sequence\":\"").number(state.sequence()).raw("\",\"asks\":[");
    orders(json, book, Side.ASK, phantoms);
    json.raw("],\"bids\":[");
    orders(json, book, Side.BID, phantoms);
    if (book.isEmpty()) { // as seen live: an empty book has these keys in another order
      json.raw("],\"timestamp\":").number(state.timestamp());
      json.raw(",\"status\":").string(state.status()).raw("}");
    } else {
      json.raw("],\"status\":").string(state.status());
      json.raw(",\"timestamp\":").number(state.timestamp()).raw("}");
    }
    return json.toFrame();
  }

  /**
   * One update.
   *
   * @param update to encode
   * @return the frame
   */
  public byte[] update(Update update) {
    return updateJson(update).toFrame();
  }

  /**
   * An update cut off in the middle, as text that is not JSON any more.
   *
   * @param update to encode
   * @return the frame
   */
  public byte[] truncated(Update update) {
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

  private void orders(Json json, Book book, Side side, List<Change.NewOrder> phantoms) {
    boolean first = true;
    for (Change.NewOrder phantom : phantoms) {
      if (phantom.side() == side) {
        separator(json, !first);
        first = false;
        order(json, phantom.id(), phantom.price(), phantom.volume());
      }
    }
    for (Book.Level level : book.levels(side)) {
      for (Book.Order order : level.orders()) {
        separator(json, !first);
        first = false;
        order(json, order.id(), order.price(), order.volume());
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

  /**
   * An error; the exchange closes after most of them.
   *
   * @param code its {@code error_code}
   * @param text its {@code error}
   * @return the frame
   */
  public static byte[] error(String code, String text) {
    return frame(
        ColdJson.object(
            json ->
                json.writeStringProperty("error_code", code).writeStringProperty("error", text)));
  }

  /**
   * Any text.
   *
   * @param text as it stands
   * @return the frame
   */
  public static byte[] text(String text) {
    return frame(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] frame(byte[] utf8) {
    return new Json(utf8.length).utf8(utf8).toFrame();
  }
}
