package io.github.lunostreams.benchmarks.fanout;

import io.github.lunostreams.benchmarks.servers.Contestant;
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
 * @param nodeClients whether contestants that send to clients by Node's ws are measured too; those
 *     clients are slow themselves, and there to show what a whole stack of ws does
 */
record Load(Kind kind, int clients, FrameSize size, double perSecond, boolean nodeClients) {
  /** What is measured. */
  enum Kind {
    /** How late updates come at a rate that all contestants should bear. */
    LAG,
    /** How many frames come through at a rate that none should bear. */
    SATURATION
  }

  /** Clients of the loads that are compared with Node's ws, */
  static final int CROWD = 1_000;

  /** and where it is for lag, their updates a second and frames. */
  private static final double CROWDS_RATE = 50;

  private static final FrameSize COMPARED_WITH_NODE = FrameSize.LARGE;

  /** The market's rate at its busiest. */
  static final double BUSY = 74;

  /** Frames a second to all clients, of which a server can be expected to send fewer. */
  private static final double TOO_MANY_SMALL = 4_000_000;

  private static final double TOO_MANY_LARGE = 1_500_000;

  /** The exchange's own process takes part of the machine: beyond, too large a part. */
  private static final double MOST_UPDATES = 4_000;

  /** Frames a second to all clients that everybody can send. */
  private static final double BEARABLE = 40_000;

  private static final double MOST_WARMUP_UPDATES = 1_000;

  /** In the order in which a round runs them. */
  static List<Load> all() {
    List<Load> all = new ArrayList<>();
    for (FrameSize size : List.of(FrameSize.SMALL, FrameSize.LARGE)) {
      all.add(lag(1, size, BUSY));
      all.add(lag(100, size, BUSY));
      all.add(new Load(Kind.LAG, CROWD, size, CROWDS_RATE, size.equals(COMPARED_WITH_NODE)));
      all.add(lag(5_000, size, 10));
    }
    for (FrameSize size : List.of(FrameSize.SMALL, FrameSize.LARGE)) {
      for (int clients : new int[] {100, CROWD, 5_000}) {
        all.add(saturation(clients, size));
      }
    }
    return List.copyOf(all);
  }

  /** Those that show that all works. */
  static List<Load> few() {
    return List.of(
        new Load(Kind.LAG, 100, FrameSize.LARGE, BUSY, true), saturation(100, FrameSize.SMALL));
  }

  private static Load lag(int clients, FrameSize size, double perSecond) {
    return new Load(Kind.LAG, clients, size, perSecond, false);
  }

  private static Load saturation(int clients, FrameSize size) {
    double frames = size.equals(FrameSize.SMALL) ? TOO_MANY_SMALL : TOO_MANY_LARGE;
    return new Load(
        Kind.SATURATION, clients, size, Math.rint(Math.min(MOST_UPDATES, frames / clients)), false);
  }

  /** {@return whether a contestant is measured by this load} */
  boolean isFor(Contestant contestant) {
    return nodeClients || !contestant.hasNodeClients();
  }

  /** {@return whether this is the load at which the gateway is measured by Node's ws} */
  boolean isComparedWithNode() {
    return kind == Kind.LAG && clients == CROWD && size.equals(COMPARED_WITH_NODE);
  }

  /** {@return what {@code --only} looks at} */
  String key() {
    return "FanOut.%s:%d:%s"
        .formatted(kind == Kind.LAG ? "lag" : "saturation", clients, size.words().replace(" ", ""));
  }

  /**
   * Updates a second before lag is measured: more than are measured, so that compilers have seen
   * enough, but no more than all contestants bear.
   */
  double warmupPerSecond() {
    return Math.clamp(BEARABLE / clients, perSecond, MOST_WARMUP_UPDATES);
  }

  /** Frames a second that there would be if all came through. */
  double offered() {
    return clients * perSecond;
  }
}
