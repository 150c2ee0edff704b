package io.github.lunostreams.gateway.protocol.python;

import static io.github.lunostreams.gateway.json.JsonBytes.ascii;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.BookView;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.TradeType;
import io.github.lunostreams.gateway.channel.BookFormat;
import io.github.lunostreams.gateway.channel.MarketImage;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.gateway.json.JsonBytes;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of {@code ws /<pair>}: those of the Python tool luno_streams, the whole book and the
 * update's trades in each, with a few keys more.
 *
 * <pre>{@code
 * {"bids":[["price","volume"],…],"asks":[["price","volume"],…],
 *  "trades":[{"type":"buy","price":"…","base":"…","counter":"…","maker_order_id":"…",
 *             "taker_order_id":"…","order_id":"…","sequence":33279896}],
 *  "pair":"XBTZAR","source":"live","sequence":4530030191,"timestamp":1790127208094,
 *  "status":"ACTIVE","feed":"LIVE"}
 * {"beat":{"sequence":"4530030191","feed":"LIVE","time":1790127210094,"source":"live"}}
 * }</pre>
 *
 * <p>Bids come highest first, asks lowest first. Prices and volumes are plain decimals with the
 * market's decimals, never with an exponent. {@code type} is what the taker did; {@code order_id}
 * is the maker's, as in Luno's own stream; {@code sequence} is the book's, {@code timestamp} the
 * exchange's, in milliseconds since the epoch, null if it is not known. {@code feed} is {@code
 * LIVE}, {@code LAGGING}, {@code STALE}, {@code SUSPECT}, {@code RESYNCING} or {@code FAILED}; when
 * it changes, a frame says so with the last good book and no trades. {@code source} is the {@link
 * Source}. A client is sent no frame before the first book; what is shown before it elsewhere has
 * no {@code pair}, and {@code sequence}, {@code timestamp} and {@code status} are null.
 *
 * <p>A beat says where the market stands, and at what time of the gateway's clock, in milliseconds
 * since the epoch. Its {@code sequence} is a text, as the exchange has it, or null before the first
 * book.
 */
public final class PythonToolFormat implements BookFormat {
  private static final byte[] BIDS = ascii("{\"bids\":[");
  private static final byte[] ASKS = ascii("],\"asks\":[");
  private static final byte[] TRADES = ascii("],\"trades\":[");
  private static final byte[] PAIR = ascii(",\"pair\":");
  private static final byte[] SEQUENCE = ascii(",\"sequence\":");
  private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
  private static final byte[] STATUS = ascii(",\"status\":");
  private static final byte[] FEED = ascii(",\"feed\":");
  private static final byte[] FIRST_LEVEL = ascii("[\"");
  private static final byte[] NEXT_LEVEL = ascii(",[\"");
  private static final byte[] VOLUME = ascii("\",\"");
  private static final byte[] LEVEL_END = ascii("\"]");
  private static final byte[] NULL = ascii("null");

  private static final byte[] BEAT = ascii("{\"beat\":{\"sequence\":");
  private static final byte[] TIME = ascii(",\"time\":");

  private static final byte[] BUY = ascii("{\"type\":\"buy\",\"price\":\"");
  private static final byte[] SELL = ascii("{\"type\":\"sell\",\"price\":\"");
  private static final byte[] BASE = ascii("\",\"base\":\"");
  private static final byte[] COUNTER = ascii("\",\"counter\":\"");
  private static final byte[] MAKER = ascii("\",\"maker_order_id\":");
  private static final byte[] TAKER = ascii(",\"taker_order_id\":");
  private static final byte[] ORDER = ascii(",\"order_id\":");
  private static final byte[] TRADE_SEQUENCE = ascii(",\"sequence\":");

  /** Each thread that encodes has an array of its own. */
  private final ThreadLocal<JsonBytes> scratch = ThreadLocal.withInitial(JsonBytes::new);

  /** {@code ,"source":"live"}. */
  private final byte[] source;

  /**
   * Makes the format; one serves all markets.
   *
   * @param source where they come from
   */
  public PythonToolFormat(Source source) {
    this.source = ascii(",\"source\":\"" + source.word() + '"');
  }

  @Override
  public Envelope envelope(MarketImage image, int depth) {
    JsonBytes json = scratch.get().start();
    BookSnapshot book = image.book();
    json.raw(BIDS);
    levels(json, book, Side.BID, depth);
    json.raw(ASKS);
    levels(json, book, Side.ASK, depth);
    byte[] beforeTrades = json.raw(TRADES).take();
    json.raw(']');
    if (book == null) {
      json.raw(source).raw(SEQUENCE).raw(NULL).raw(TIMESTAMP).raw(NULL).raw(STATUS).raw(NULL);
    } else {
      json.raw(PAIR).string(book.pair().code()).raw(source);
      json.raw(SEQUENCE).number(book.sequence()).raw(TIMESTAMP).time(book.timestampMillis());
      json.raw(STATUS).string(book.status().name());
    }
    byte[] afterTrades = json.raw(FEED).string(image.feed().name()).raw('}').take();
    return new Envelope(beforeTrades, afterTrades);
  }

  @Override
  public byte[] beat(MarketImage image, long timeMillis) {
    JsonBytes json = scratch.get().start().raw(BEAT);
    BookSnapshot book = image.book();
    if (book == null) {
      json.raw(NULL);
    } else {
      json.raw('"').number(book.sequence()).raw('"');
    }
    json.raw(FEED).string(image.feed().name()).raw(TIME).number(timeMillis);
    return json.raw(source).raw('}').raw('}').take();
  }

  @Override
  public byte[] trades(List<Trade> trades) {
    JsonBytes json = scratch.get().start();
    for (int i = 0; i < trades.size(); i++) {
      if (i > 0) {
        json.raw(',');
      }
      trade(json, trades.get(i));
    }
    return json.take();
  }

  @Override
  public byte separator() {
    return ',';
  }

  private static void levels(JsonBytes json, @Nullable BookView book, Side side, int depth) {
    if (book == null) {
      return;
    }
    int priceScale = book.priceScale();
    int volumeScale = book.volumeScale();
    int start = json.size();
    book.forEachLevel(
        side,
        depth,
        (price, volume, orders) -> {
          json.raw(json.size() == start ? FIRST_LEVEL : NEXT_LEVEL);
          json.plain(price, priceScale).raw(VOLUME);
          json.plain(volume, volumeScale).raw(LEVEL_END);
        });
  }

  private static void trade(JsonBytes json, Trade trade) {
    json.raw(trade.type() == TradeType.BUY ? BUY : SELL);
    plain(json, trade.price());
    plain(json.raw(BASE), trade.base());
    plain(json.raw(COUNTER), trade.counter());
    json.raw(MAKER).string(trade.makerOrderId());
    json.raw(TAKER).string(trade.takerOrderId());
    json.raw(ORDER).string(trade.makerOrderId());
    json.raw(TRADE_SEQUENCE).number(trade.sequence()).raw('}');
  }

  private static void plain(JsonBytes json, BigDecimal number) {
    json.raw(ascii(number.toPlainString()));
  }
}
