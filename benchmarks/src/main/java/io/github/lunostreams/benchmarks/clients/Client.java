package io.github.lunostreams.benchmarks.clients;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client. It reconnects when its connection ends, with exponential back-off and jitter.
 *
 * <p>Owned by one event loop, which all its connections use.
 */
final class Client implements ClientConnection.Listener {
  private static final long FIRST_WAIT_MILLIS = 200;
  private static final int MAX_DOUBLINGS = 4;
  private static final int STALLED_RECEIVE_BYTES = 64 << 10;

  private final Bootstrap bootstrap;
  private final ClientLoop loop;
  private final int port;
  private final boolean reads;
  private final Random random;

  /** Runs once, when the first connection is open. */
  private @Nullable Runnable onFirstOpen;

  private @Nullable Channel channel;
  private int failures;
  private boolean stopped;

  /** When the connection was opened; {@link System#nanoTime}. */
  private long openNanos;

  private boolean open;
  private boolean live;
  private long sequence = Payload.NO_SEQUENCE;
  private long connectionSequence = Payload.NO_SEQUENCE;
  private int bookDigest;

  Client(Bootstrap bootstrap, ClientLoop loop, int port, boolean reads, Random random) {
    this.bootstrap = bootstrap.clone(loop.eventLoop);
    this.loop = loop;
    this.port = port;
    this.reads = reads;
    this.random = random;
    if (!reads) {
      // Otherwise the kernel would buffer megabytes before the server notices anything.
      this.bootstrap.option(ChannelOption.SO_RCVBUF, STALLED_RECEIVE_BYTES);
    }
  }

  /** May be called on any thread. */
  void start(Runnable opened) {
    loop.eventLoop.execute(
        () -> {
          onFirstOpen = opened;
          connect();
        });
  }

  private void connect() {
    if (stopped) {
      return;
    }
    ChannelFuture attempt =
        bootstrap
            .clone()
            .handler(new ClientConnection(this, loop, port, reads))
            .connect(InetAddress.getLoopbackAddress(), port);
    channel = attempt.channel();
    attempt.addListener(
        done -> {
          if (!done.isSuccess()) {
            reconnect();
          }
        });
  }

  private void reconnect() {
    long wait = FIRST_WAIT_MILLIS << Math.min(failures, MAX_DOUBLINGS);
    failures++;
    long jittered = wait / 2 + random.nextLong(wait / 2 + 1);
    loop.eventLoop.schedule(this::connect, jittered, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpen() {
    open = true;
    live = false;
    openNanos = System.nanoTime();
    connectionSequence = Payload.NO_SEQUENCE;
    failures = 0;
    Runnable opened = onFirstOpen;
    onFirstOpen = null;
    if (opened != null) {
      opened.run();
    }
  }

  @Override
  public void onClosed() {
    open = false;
    live = false;
    if (!stopped) {
      reconnect();
    }
  }

  @Override
  public void onText(byte[] bytes, int from, int to, long now) {
    loop.frames++;
    loop.bytes += to - from;
    live = Payload.isLive(bytes, from, to);
    long next = Payload.sequence(bytes, from, to);
    if (next == Payload.NO_SEQUENCE) {
      return;
    }
    if (next < connectionSequence) {
      loop.backwards++;
    }
    connectionSequence = next;
    if (loop.comparesBooks) {
      bookDigest = loop.compareBook(next, bytes, from, to);
    }
    if (next > sequence) {
      loop.received(sequence, next, now);
      sequence = next;
    }
  }

  /** Closes the connection for good. */
  void stop() {
    stopped = true;
    open = false;
    Channel last = channel;
    if (last != null) {
      ClientConnection.close(last);
    }
  }

  /** Whether it has a live book of a sequence or newer. */
  boolean has(long wanted) {
    return open && live && sequence >= wanted;
  }

  /** Whether its connection was opened at a time or later. */
  boolean isOpenSince(long nanos) {
    return open && openNanos - nanos >= 0;
  }

  long sequence() {
    return sequence;
  }

  int bookDigest() {
    return bookDigest;
  }

  ClientLoop loop() {
    return loop;
  }
}
