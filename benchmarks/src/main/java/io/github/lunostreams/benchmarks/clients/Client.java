package io.github.lunostreams.benchmarks.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: connects, and connects again when its connection ends, after a wait that doubles from
 * failure to failure, with jitter.
 *
 * <p>Owned by one event loop, on which all of its connections are.
 */
final class Client {
  /** In place of a close code: the connection ended without a close frame. */
  static final int BROKEN = -1;

  private static final long FIRST_WAIT_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 4;
  private static final int STALLED_RECEIVE_BYTES = 64 << 10;

  private final Bootstrap bootstrap;
  private final Tally tally;
  private final Target target;
  private final boolean reads;
  private final Random random;

  /** Runs once, when the first connection is open. */
  private @Nullable Runnable whenOpen;

  private @Nullable Channel channel;
  private int failures;
  private boolean left;

  /** When the connection was open; {@link System#nanoTime}. */
  private long openNanos;

  private boolean open;
  private boolean live;
  private long sequence = Payload.NO_SEQUENCE;

  /** Of this connection. */
  private long connectionSequence = Payload.NO_SEQUENCE;

  private int bookDigest;

  Client(Bootstrap bootstrap, Tally tally, Target target, boolean reads, Random random) {
    this.bootstrap = bootstrap.clone(tally.loop);
    this.tally = tally;
    this.target = target;
    this.reads = reads;
    this.random = random;
    if (!reads) {
      // Or the kernel would take megabytes for it before the server notices anything.
      this.bootstrap.option(ChannelOption.SO_RCVBUF, STALLED_RECEIVE_BYTES);
    }
  }

  /** On any thread. */
  void start(Runnable opened) {
    tally.loop.execute(
        () -> {
          whenOpen = opened;
          connect();
        });
  }

  private void connect() {
    if (left) {
      return;
    }
    ChannelFuture attempt =
        bootstrap
            .clone()
            .handler(new ClientConnection(this, tally, target, reads))
            .connect(target.address());
    channel = attempt.channel();
    attempt.addListener(
        done -> {
          if (!done.isSuccess()) {
            again();
          }
        });
  }

  /** Its connection is up, and frames may come. */
  void opened() {
    open = true;
    live = false;
    openNanos = System.nanoTime();
    connectionSequence = Payload.NO_SEQUENCE;
    failures = 0;
    tally.opened++;
    Runnable told = whenOpen;
    whenOpen = null;
    if (told != null) {
      told.run();
    }
  }

  /** A connection that was up, or nearly, is gone. */
  void ended(int code) {
    open = false;
    live = false;
    if (!left) {
      tally.closes.merge(code, 1, Integer::sum);
      again();
    }
  }

  private void again() {
    long wait = FIRST_WAIT_MILLIS << Math.min(failures, MOST_DOUBLINGS);
    failures++;
    long jittered = wait / 2 + random.nextLong(wait / 2 + 1);
    tally.loop.schedule(this::connect, jittered, TimeUnit.MILLISECONDS);
  }

  /** Ends it for good. */
  void leave() {
    left = true;
    open = false;
    Channel last = channel;
    if (last != null) {
      ClientConnection.sayGoodbye(last);
    }
  }

  void got(byte[] bytes, int from, int to, long now) {
    tally.frames++;
    tally.bytes += to - from;
    live = Payload.isLive(bytes, from, to);
    long next = Payload.sequence(bytes, from, to);
    if (next == Payload.NO_SEQUENCE) {
      return;
    }
    if (next < connectionSequence) {
      tally.backwards++;
    }
    connectionSequence = next;
    if (tally.comparesBooks) {
      bookDigest = tally.compareBook(next, bytes, from, to);
    }
    if (next > sequence) {
      tally.reached(sequence, next, now);
      sequence = next;
    }
  }

  /** Whether it has a live book as of some sequence or newer, over a connection not too old. */
  boolean has(long wanted, long sinceNanos) {
    return open && live && sequence >= wanted && openNanos - sinceNanos >= 0;
  }

  void finish(long now) {
    tally.finish(sequence, now);
  }

  long sequence() {
    return sequence;
  }

  int bookDigest() {
    return bookDigest;
  }

  boolean isOpen() {
    return open;
  }

  Tally tally() {
    return tally;
  }
}
