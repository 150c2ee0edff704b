package io.github.lunostreams.benchmarks.sessions;

import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.CredentialsFrame;
import io.github.lunostreams.upstream.WebSocketConnector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes sessions: starts the simulator, follows one of its markets over a socket as any client
 * does, and writes down what comes. Seed and clock are fixed, so every run makes the same bytes.
 */
public final class SessionMaker {
  private static final long SEED = 20_260_922;

  /** The first timestamp, milliseconds since the epoch. */
  private static final long START = 1_790_035_200_000L;

  /** Milliseconds from message to message: about 50 a second. */
  private static final long STEP = 20;

  /** For everything to arrive; far more than it takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The session waits in the simulator's memory as a whole if the client is slow; bytes. */
  private static final long OUTBOUND_LIMIT = 512L << 20;

  /** Updates asked for at once, so that they are sent while the next are made. */
  private static final int BATCH = 1_000;

  private static final Credentials KEY = new Credentials("benchmark", "benchmark-secret");

  private SessionMaker() {}

  /**
   * Makes the session of a sample.
   *
   * @param sample which
   * @param updates how many
   * @return it, in full
   * @throws IOException if the simulator can not listen, or the stream breaks
   * @throws InterruptedException if the thread is to end
   */
  public static Session make(Sample sample, int updates) throws IOException, InterruptedException {
    MarketShape shape = sample.shape();
    AtomicLong time = new AtomicLong(START);
    SimulatorConfig config =
        SimulatorConfig.builder()
            .market(shape)
            .seed(SEED)
            .rate(0)
            .clock(() -> Instant.ofEpochMilli(time.getAndAdd(STEP)))
            .outboundLimit(OUTBOUND_LIMIT)
            .build();
    try (Simulator simulator = Simulator.start(config);
        WebSocketConnector connector = new WebSocketConnector()) {
      Tape tape = new Tape(updates);
      URI address = URI.create(simulator.streamUrl() + "/api/1/stream/" + shape.pair());
      Connection connection = connector.connect(address, PATIENCE, tape);
      tape.await(tape.snapshotCame, "the snapshot");
      SimulatedMarket market = simulator.market(shape.pair());
      for (int left = updates; left > 0; left -= BATCH) {
        market.step(Math.min(left, BATCH));
      }
      tape.await(tape.allCame, "all " + updates + " updates");
      connection.close();
      return tape.session(Truth.of(market.book()));
    }
  }

  /** Writes down what comes. Called by the socket's threads, one after the other. */
  private static final class Tape implements Connection.Listener {
    private static final int KEEPALIVE_BYTES = 2;

    private final CountDownLatch snapshotCame = new CountDownLatch(1);
    private final CountDownLatch allCame;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final int[] offsets;
    private byte @Nullable [] snapshot;
    private int updates;

    /** Read by the waiting thread. */
    private volatile @Nullable Throwable failure;

    Tape(int updates) {
      offsets = new int[updates + 1];
      allCame = new CountDownLatch(updates);
    }

    @Override
    public void onOpen(Connection connection) {
      connection.sendText(CredentialsFrame.of(KEY));
    }

    @Override
    public void onText(byte[] utf8) {
      if (utf8.length == KEEPALIVE_BYTES) {
        return;
      }
      if (snapshot == null) {
        snapshot = utf8;
        snapshotCame.countDown();
        return;
      }
      frames.writeBytes(utf8);
      offsets[++updates] = frames.size();
      allCame.countDown();
    }

    @Override
    public void onPong() {}

    @Override
    public void onClosed(int code, String reason) {
      onFailed(new IOException("the simulator closed with " + code + " " + reason));
    }

    @Override
    public void onFailed(Throwable cause) {
      failure = cause;
      snapshotCame.countDown();
      while (allCame.getCount() > 0) {
        allCame.countDown();
      }
    }

    void await(CountDownLatch latch, String what) throws IOException, InterruptedException {
      boolean came = latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (failure != null) {
        throw new IOException("expected " + what + ", the stream broke", failure);
      }
      if (!came) {
        throw new IOException("expected " + what + " within " + PATIENCE);
      }
    }

    /** To be called when all has come. */
    Session session(Truth truth) throws IOException {
      if (snapshot == null) {
        throw new IOException("expected a snapshot, none came");
      }
      return new Session(snapshot, frames.toByteArray(), offsets, truth);
    }
  }
}
