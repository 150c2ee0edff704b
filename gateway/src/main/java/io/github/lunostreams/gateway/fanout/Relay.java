package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.gateway.fanout.Standing.Ended;
import io.github.lunostreams.gateway.fanout.Standing.InStep;
import io.github.lunostreams.gateway.fanout.Standing.Waiting;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the exchange's own stream of one market on, byte for byte, to any number of clients who
 * take the gateway for the exchange: each gets a whole book and every update that follows it,
 * whenever it comes.
 *
 * <p>The market's thread {@linkplain #publish publishes}, which appends to a chain and does nothing
 * a client. A client starts with a book that is no older than its coming, as at the exchange: one
 * that was here before never goes back, and gets no trade again. That is the exchange's own
 * snapshot if nothing has come since; else the book is copied, once for all who wait and not more
 * often than {@link RelayLimits#copyInterval}. The market's thread copies the orders and nothing
 * more, and the copy is put into bytes elsewhere. When much has come after it, it is let go: with
 * nobody there to follow, only the newest update is kept.
 *
 * <p>Clients that are behind keep the chain up to {@link RelayLimits#backlogBytes}; one further
 * behind is given up, for it can neither be spared an update nor be told of a break. For the same
 * reason all are let go when the exchange was lost.
 */
public final class Relay implements Source<Relay.Owner> {
  /** Who is responsible for a client's connection. */
  public interface Owner extends Subscriber.Owner {
    /**
     * The exchange was lost, and what follows will not join what the client has. It is sent nothing
     * any more; the owner is to close it, with code 1012.
     *
     * @param after how long to wait with that, so that not all come back at the same time
     */
    void interrupted(Duration after);

    /**
     * Nothing more will come of this market. The owner is to say so and to close it.
     *
     * @param frame the text to say it with
     */
    void ended(String frame);
  }

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  /** Small snapshots are not worth renewing for less. */
  private static final int LEAST_CHAIN_BYTES = 64 << 10;

  private final RelayFormat format;
  private final RelayLimits limits;
  private final LiveBook liveBook;
  private final Executor encoder;
  private final RandomGenerator random;
  private final LongSupplier nanoClock;
  private final Chain<RelayedUpdate> chain = new Chain<>(RelayedUpdate.first());
  private final LongAdder relayed = new LongAdder();
  private final LongAdder interrupted = new LongAdder();
  private final LongAdder captured = new LongAdder();

  /** Written by the market's thread only. */
  private volatile Standing standing = new Waiting();

  /**
   * A relay of a market that nothing is known of yet.
   *
   * @param format what the gateway says itself
   * @param limits what is kept for clients
   * @param liveBook the market's
   * @param encoder runs what takes milliseconds
   * @param random spreads what all clients would do at the same time; any thread may use it
   * @param nanoClock counts nanoseconds from anywhere; any thread may use it
   */
  public Relay(
      RelayFormat format,
      RelayLimits limits,
      LiveBook liveBook,
      Executor encoder,
      RandomGenerator random,
      LongSupplier nanoClock) {
    this.format = format;
    this.limits = limits;
    this.liveBook = liveBook;
    this.encoder = encoder;
    this.random = random;
    this.nanoClock = nanoClock;
  }

  /**
   * Hands over a frame that went into the book. On the market's thread.
   *
   * @param utf8 its text, not to be changed any more
   * @param snapshot whether it is a whole book, which nothing before it belongs to any more
   */
  public void publish(byte[] utf8, boolean snapshot) {
    if (snapshot) {
      lost();
      standing =
          new InStep(
              format.priceDecimals(utf8),
              new StartingPoint(chain.newest(), utf8),
              nanoClock.getAsLong());
      chain.wake();
    } else {
      relayed.increment();
      chain.append(chain.newest().then(utf8));
      letGoOfAnOldStart();
    }
  }

  private void letGoOfAnOldStart() {
    if (standing instanceof InStep inStep) {
      StartingPoint start = inStep.start();
      if (start != null && chain.newest().offset() - start.at().offset() > longestChain(start)) {
        inStep.start(null);
      }
    }
  }

  /** Half of what a client may be behind: it starts with that much, and has to have time. */
  private long longestChain(StartingPoint start) {
    return Math.min(Math.max(start.size(), LEAST_CHAIN_BYTES), limits.backlogBytes() / 2);
  }

  /** The exchange was lost: the next frame will be a snapshot. On the market's thread. */
  public void lost() {
    if (standing instanceof InStep) {
      standing = new Waiting();
      breakOff();
    }
  }

  /**
   * Nothing more will come. On the market's thread. Once it was said why, that remains: a market
   * that failed is also closed, and who comes late is to be told of the failure all the same.
   *
   * @param code the exchange's code for what happened
   * @param words what a person may read
   */
  public void end(String code, String words) {
    if (standing instanceof Ended) {
      return;
    }
    standing = new Ended(format.error(code, words));
    breakOff();
  }

  private void breakOff() {
    chain.append(chain.newest().then(null));
  }

  @Override
  public Subscriber subscribe(Channel channel, Owner owner) {
    GapFreeReader reader = new GapFreeReader(channel, owner, chain, this);
    reader.join();
    return reader;
  }

  Standing standing() {
    return standing;
  }

  int backlogBytes() {
    return limits.backlogBytes();
  }

  /** When it is a client's turn to be closed. */
  Duration spread() {
    interrupted.increment();
    return Duration.ofNanos(random.nextLong(limits.closeSpread().toNanos()));
  }

  /**
   * A client came, and there is no book for it to start with. Who asks first is enough.
   *
   * @return after how long the client is to look again, in nanoseconds, unless it is woken before
   */
  long seeToStart(InStep inStep) {
    long now = nanoClock.getAsLong();
    long interval = limits.copyInterval().toNanos();
    long wait = inStep.tooEarlyNanos(now);
    if (wait > 0) {
      return wait;
    }
    if (inStep.ask(now, now + interval)) {
      liveBook.read(book -> capture(inStep, book));
    }
    return interval;
  }

  private void capture(InStep inStep, OrderBook book) {
    if (standing != inStep) {
      return; // There will be another snapshot of the exchange, or none.
    }
    try {
      CapturedOrders orders = CapturedOrders.of(book, inStep.priceDecimals());
      RelayedUpdate at = chain.newest();
      captured.increment();
      encoder.execute(() -> encode(inStep, orders, at));
    } catch (RuntimeException | OutOfMemoryError failure) {
      log.error("clients wait: the book of sequence {} cannot be copied", book.sequence(), failure);
      inStep.answered();
    }
  }

  private void encode(InStep inStep, CapturedOrders orders, RelayedUpdate at) {
    try {
      inStep.start(new StartingPoint(at, format.snapshot(orders)));
    } catch (RuntimeException | OutOfMemoryError failure) {
      log.error(
          "clients wait: the book of sequence {} could not be put into a frame",
          orders.sequence(),
          failure);
      inStep.answered(); // The next update wakes who waits, and they ask again.
      return;
    }
    inStep.answered();
    chain.wake();
  }

  /**
   * What has been counted.
   *
   * @return the counters of now
   */
  public RelayStatistics statistics() {
    Counters counters = chain.counters();
    return new RelayStatistics(
        counters.clients.get(),
        relayed.sum(),
        counters.sent.sum(),
        interrupted.sum(),
        counters.tooSlow.sum(),
        captured.sum());
  }
}
