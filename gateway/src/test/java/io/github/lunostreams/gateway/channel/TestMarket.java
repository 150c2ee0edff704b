package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.RestingOrder;
import io.github.lunostreams.book.engine.ScaledDecimal;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.protocol.luno.LunoStreamFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A market whose updates a test makes, one thread playing both sides. Its frames are like {@code
 * XBTZAR 12 @5 t1+t2}: sequence, depth, trades.
 */
public final class TestMarket {
  /** The depths at which a book was encoded, one element each time. */
  final List<Integer> encoded = Collections.synchronizedList(new ArrayList<>());

  /** The beats that were encoded. */
  final List<String> beats = Collections.synchronizedList(new ArrayList<>());

  private final Pair pair;
  private final MarketChannels channels;
  private final OrderBookBuilder books;
  private long tradeSequence;

  private final class Format implements BookFormat {
    @Override
    public Envelope envelope(MarketImage image, int depth) {
      encoded.add(depth);
      BookSnapshot book = image.book();
      String sequence = book == null ? "none" : Long.toString(book.sequence());
      return new Envelope(bytes("%s %s @%d ".formatted(pair, sequence, depth)), bytes("."));
    }

    @Override
    public byte[] trades(List<Trade> trades) {
      return bytes(
          trades.stream().map(trade -> "t" + trade.sequence()).collect(Collectors.joining("+")));
    }

    @Override
    public byte[] beat(MarketImage image, long timeMillis) {
      BookSnapshot book = image.book();
      String sequence = book == null ? "none" : Long.toString(book.sequence());
      String beat = "beat %s %s".formatted(sequence, image.feed());
      beats.add(beat);
      return bytes(beat);
    }

    @Override
    public byte separator() {
      return '+';
    }
  }

  /**
   * A market that is live at sequence 10.
   *
   * @param code the market's
   * @param limits for its clients
   */
  public TestMarket(String code, Limits limits) throws Exception {
    this(Pair.of(code), limits);
    start();
  }

  private TestMarket(Pair pair, Limits limits) {
    this.pair = pair;
    LunoChannel luno =
        new LunoChannel(
            new LunoStreamFormat(), limits.luno(), _ -> {}, Runnable::run, () -> 0, () -> 0);
    channels =
        new MarketChannels(pair, new Format(), limits.slowClients(), luno, () -> Instant.EPOCH);
    books = new OrderBookBuilder(pair);
  }

  /** A market that has no book before it {@link #start}s. */
  static TestMarket withoutBook(String code, Limits limits) {
    return new TestMarket(Pair.of(code), limits);
  }

  /** Its first book comes. */
  void start() throws Exception {
    ScaledDecimal large = new ScaledDecimal(1_000_000, 0);
    books.applySnapshot(
        new Snapshot(
            10,
            List.of(new RestingOrder("b", new ScaledDecimal(100, 0), large)),
            List.of(),
            MarketStatus.ACTIVE,
            0));
    channels.publish(books.book(), Feed.LIVE, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Its channels. */
  public MarketChannels channels() {
    return channels;
  }

  /** The name of its book channel of that depth. */
  public ChannelKey book(int depth) {
    return ChannelKey.book(pair, depth);
  }

  /** The next update, with so many trades. */
  public void update(int trades) throws Exception {
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < trades; i++) {
      ScaledDecimal one = new ScaledDecimal(1, 0);
      fills.add(new Fill(++tradeSequence, one, one.toBigDecimal(), "b", "t"));
    }
    books.apply(new BookUpdate(books.book().sequence() + 1, fills, null, null, null, null, 0));
    channels.publish(books.book(), Feed.LIVE, books.trades());
  }

  /** The texts of the frames that were written to a channel since the last call. */
  public static List<String> frames(EmbeddedChannel channel) {
    channel.runPendingTasks();
    List<String> texts = new ArrayList<>();
    for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
      texts.add(frame.skipBytes(2).toString(StandardCharsets.UTF_8));
      frame.release();
    }
    return texts;
  }
}
