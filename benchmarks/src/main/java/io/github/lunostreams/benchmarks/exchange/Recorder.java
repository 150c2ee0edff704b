package io.github.lunostreams.benchmarks.exchange;

import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.MarketShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes recordings: starts the simulator and follows one of its markets over a socket. Seed and
 * clock are fixed, so that every run records the same bytes.
 */
public final class Recorder {
  private static final long SEED = 20_260_922;

  /** The first timestamp, milliseconds since the epoch. */
  private static final long START = 1_790_035_200_000L;

  /** Milliseconds from message to message: about 50 a second. */
  private static final long STEP = 20;

  /** The simulator has to buffer the whole recording if the client is slow; bytes. */
  private static final long OUTBOUND_LIMIT = 512L << 20;

  /** Updates made at once, while those before are sent. */
  private static final int BATCH = 1_000;

  private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
  private final int[] offsets;
  private final CompletableFuture<int[]> complete = new CompletableFuture<>();
  private int received;

  private Recorder(int updates) {
    offsets = new int[updates + 1];
  }

  /**
   * Records a market.
   *
   * @throws IOException if the stream breaks
   * @throws InterruptedException if the thread is interrupted
   */
  public static Recording record(RecordedMarket recorded, int updates)
      throws IOException, InterruptedException {
    MarketShape shape = recorded.shape();
    AtomicLong time = new AtomicLong(START);
    SimulatorConfig config =
        SimulatorConfig.builder()
            .market(shape)
            .seed(SEED)
            .rate(0)
            .clock(() -> Instant.ofEpochMilli(time.getAndAdd(STEP)))
            .outboundLimit(OUTBOUND_LIMIT)
            .build();
    Recorder recorder = new Recorder(updates);
    try (Simulator simulator = Simulator.start(config);
        MarketFrames stream =
            new MarketFrames(simulator.streamUrl(), shape.pair(), recorder::add)) {
      byte[] snapshot = stream.snapshot();
      SimulatedMarket market = simulator.market(shape.pair());
      for (int left = updates; left > 0; left -= BATCH) {
        market.step(Math.min(left, BATCH));
      }
      int[] offsets = stream.await(recorder.complete);
      BookImage image = market.book();
      BookContent book = BookContent.of(image, Integer.MAX_VALUE);
      byte[] frames = recorder.frames.toByteArray();
      return new Recording(snapshot, frames, offsets, book, image.orders().size());
    }
  }

  private void add(byte[] frame) {
    frames.writeBytes(frame);
    offsets[++received] = frames.size();
    if (received == offsets.length - 1) {
      complete.complete(offsets);
    }
  }
}
