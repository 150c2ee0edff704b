package io.github.lunostreams.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The text frames of one connection on their way from the transport's thread to the event loop, in
 * order. The frames themselves wait as tasks of the loop; this counts them, and knows the oldest
 * that waits.
 *
 * <p>The transport's thread adds, the event loop takes, any thread may look.
 */
final class InboundQueue {
  /** A frame that came; each knows the one that came after it. */
  static final class Arrival {
    /** Owned by the event loop once the frame is added; let go of when the loop takes it. */
    private byte[] utf8;

    /** By the local clock, in milliseconds since the epoch. */
    final long millis;

    /** By the event loop's clock. */
    final long nanos;

    private volatile @Nullable Arrival next;

    private Arrival(byte[] utf8, long millis, long nanos) {
      this.utf8 = utf8;
      this.millis = millis;
      this.nanos = nanos;
    }
  }

  private static final byte[] NONE = {};

  /** Owned by the transport's thread. */
  private Arrival newest = new Arrival(NONE, 0, 0);

  /** When the newest frame came, or the queue was made, by the event loop's clock. */
  private volatile long lastArrivalNanos;

  /** What was taken last, without its text; its next is the oldest that waits. */
  private volatile Arrival taken = newest;

  /** Written by the transport's thread only. */
  private volatile long arrivedFrames;

  private volatile long arrivedBytes;

  /** Written by the event loop only. */
  private volatile long takenFrames;

  private volatile long takenBytes;

  InboundQueue(long nowNanos) {
    lastArrivalNanos = nowNanos;
  }

  /** Adds a frame. On the transport's thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  Arrival add(byte[] utf8, long millis, long nanos) {
    Arrival arrival = new Arrival(utf8, millis, nanos);
    arrivedBytes += utf8.length;
    arrivedFrames++;
    newest.next = arrival;
    newest = arrival;
    lastArrivalNanos = nanos;
    return arrival;
  }

  /** The loop begins to handle a frame, the oldest that waits. On the event loop. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  byte[] take(Arrival arrival) {
    byte[] utf8 = arrival.utf8;
    arrival.utf8 = NONE;
    takenBytes += utf8.length;
    takenFrames++;
    taken = arrival;
    return utf8;
  }

  /** Bytes that wait, as the transport's thread sees it. */
  long waitingBytes() {
    return arrivedBytes - takenBytes;
  }

  long lastArrivalNanos() {
    return lastArrivalNanos;
  }

  /** How long the oldest frame that waits has done so; 0 if none does. */
  long oldestNanos(long nowNanos) {
    Arrival oldest = taken.next;
    return oldest == null ? 0 : Math.max(0, nowNanos - oldest.nanos);
  }

  Backlog backlog(long nowNanos) {
    // What was taken first: between the two reads more may come, never less.
    long frames = takenFrames;
    long bytes = takenBytes;
    return new Backlog(
        Math.max(0, arrivedFrames - frames),
        Math.max(0, arrivedBytes - bytes),
        Duration.ofNanos(oldestNanos(nowNanos)));
  }
}
