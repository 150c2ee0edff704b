package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.servers.FrameSize;
import java.util.ArrayList;
import java.util.List;

/**
 * How many clients are sent how much.
 *
 * @param kind what is measured
 * @param clients how many there are
 * @param size of a frame
 * @param perSecond updates of the exchange a second, each a frame for every client
 */
record Load(Kind kind, int clients, FrameSize size, double perSecond) {
  /** What is measured. */
  enum Kind {
    /** How late updates are at a rate that every server can sustain. */
    LAG,
    /** How many frames arrive at a rate that no server should sustain. */
    SATURATION;

    /** The figures in the order of the table's columns. */
    List<String> figures() {
      return this == LAG
          ? List.of("p50 ms", "p99 ms", "p99.9 ms", "missing")
          : List.of("bytes", "frames/s", "MB/s");
    }

    /** The figure that is compared. */
    String mainFigure() {
      return figures().get(1);
    }
  }

  /** Frames a second to all clients that no server should sustain. */
  private static final double SATURATING_SMALL = 4_000_000;

  private static final double SATURATING_LARGE = 1_500_000;

  /** Beyond, the exchange's own process takes too much of the machine. */
  private static final double MAX_UPDATES = 4_000;

  /** Frames a second to all clients that every server can sustain. */
  private static final double SUSTAINABLE = 40_000;

  private static final double MAX_WARMUP_UPDATES = 1_000;

  /** In the order in which a round runs them. */
  static List<Load> all() {
    List<Load> all = new ArrayList<>();
    for (FrameSize size : List.of(FrameSize.SMALL, FrameSize.LARGE)) {
      all.add(new Load(Kind.LAG, 1, size, TestBed.BUSY));
      all.add(new Load(Kind.LAG, 100, size, TestBed.BUSY));
      all.add(new Load(Kind.LAG, 1_000, size, 50));
      all.add(new Load(Kind.LAG, 5_000, size, 10));
      for (int clients : new int[] {100, 1_000, 5_000}) {
        all.add(saturation(clients, size));
      }
    }
    return List.copyOf(all);
  }

  /** Those of a short run. */
  static List<Load> few() {
    return List.of(
        new Load(Kind.LAG, 100, FrameSize.LARGE, TestBed.BUSY), saturation(100, FrameSize.SMALL));
  }

  private static Load saturation(int clients, FrameSize size) {
    double frames = size.equals(FrameSize.SMALL) ? SATURATING_SMALL : SATURATING_LARGE;
    double perSecond = Math.rint(Math.min(MAX_UPDATES, frames / clients));
    return new Load(Kind.SATURATION, clients, size, perSecond);
  }

  /** What {@code --only} selects by. */
  String key() {
    return "FanOut.%s:%d:%s"
        .formatted(kind == Kind.LAG ? "lag" : "saturation", clients, size.title().replace(" ", ""));
  }

  /** Updates a second before lag is measured: enough for compilers, sustainable for all. */
  double warmupPerSecond() {
    return Math.clamp(SUSTAINABLE / clients, perSecond, MAX_WARMUP_UPDATES);
  }

  /** Frames a second if all arrived. */
  double offered() {
    return clients * perSecond;
  }
}
