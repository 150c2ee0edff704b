package io.github.lunostreams.simulator.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The items that wait to be written to one connection, in order: frames, stalls, and a close frame
 * at the end. Bounded in bytes, counted until the kernel has them; a single frame always fits an
 * empty queue. Any thread may call any method.
 */
final class OutboxQueue {
  /** One entry of the queue. */
  sealed interface Item {
    /** Not a record: a record would compare arrays by identity while looking like a value. */
    final class Text implements Item {
      private final byte[] frame;

      private Text(byte[] frame) {
        this.frame = frame;
      }

      /** The whole frame; shared, never to be changed. */
      byte[] frame() {
        return frame;
      }
    }

    /** Write no more text until the stall is ended. */
    record Stall(boolean pongs) implements Item {}

    /** Write a close frame. */
    record Close(int code, String reason) implements Item {}
  }

  /** The result of an offer. */
  enum Offer {
    ACCEPTED,
    /** The bound would be exceeded; nothing has changed. */
    FULL,
    /** The queue takes nothing any more. */
    ENDED
  }

  private final long limit;
  private final Runnable scheduleDrain;

  /** Guarded by this. */
  private final Deque<Item> items = new ArrayDeque<>();

  /** Bytes added and not yet with the kernel. Guarded by this. */
  private long pending;

  /** Whether a drain is scheduled and has not begun. Guarded by this. */
  private boolean drainDue;

  /** Whether nothing more may be added. Guarded by this. */
  private boolean ended;

  /**
   * Whether pings and pongs are held back. Volatile, and not in order with the frames: once a stall
   * was asked for, no later ping may be answered.
   */
  private volatile boolean frozen;

  /**
   * An empty queue.
   *
   * @param limit in bytes
   * @param scheduleDrain called when something was added and no drain is due, with the lock held
   */
  OutboxQueue(long limit, Runnable scheduleDrain) {
    this.limit = limit;
    this.scheduleDrain = scheduleDrain;
  }

  long limit() {
    return limit;
  }

  synchronized Offer offer(byte[] frame) {
    if (ended) {
      return Offer.ENDED;
    }
    if (pending > 0 && pending + frame.length > limit) {
      return Offer.FULL;
    }
    pending += frame.length;
    add(new Item.Text(frame));
    return Offer.ACCEPTED;
  }

  /** Adds a close frame as the last item; false if the queue had ended. */
  synchronized boolean close(int code, String reason) {
    if (ended) {
      return false;
    }
    add(new Item.Close(code, reason));
    ended = true;
    return true;
  }

  /** Discards what waits, and takes nothing any more. */
  synchronized void clear() {
    ended = true;
    items.clear();
  }

  synchronized void stall(boolean pongs) {
    if (!ended) {
      frozen |= !pongs;
      add(new Item.Stall(pongs));
    }
  }

  /** Removes the stalls that wait; pings and pongs pass again. */
  synchronized void endStalls() {
    frozen = false;
    items.removeIf(Item.Stall.class::isInstance);
  }

  /** Whether pings and pongs are held back. */
  boolean isFrozen() {
    return frozen;
  }

  private void add(Item item) {
    items.addLast(item);
    if (!drainDue) {
      drainDue = true;
      scheduleDrain.run();
    }
  }

  /** Begins the scheduled drain: what is added from now on schedules another. */
  synchronized void beginDrain() {
    drainDue = false;
  }

  /** Takes the next item; null if there is none. */
  synchronized @Nullable Item poll() {
    return items.pollFirst();
  }

  /** Reports bytes that the kernel has taken. */
  synchronized void written(long bytes) {
    pending -= bytes;
  }
}
