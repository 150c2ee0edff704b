package io.github.lunostreams.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One update in an {@link UpdateLog}. Each entry knows the next, none the one before, so that those
 * which every cursor has passed are garbage.
 *
 * <p>Any thread may read it.
 *
 * @param <E> the kind of entry that the log is of
 */
abstract class Entry<E extends Entry<E>> {
  /**
   * Frames as they go to a socket.
   *
   * @param bytes the frames, one behind the other
   * @param count how many frames
   * @param last the entry of the last frame
   */
  record Batch<E>(ByteBuf bytes, int count, E last) {}

  private final long number;

  /** Set once, by the writer. */
  private volatile @Nullable E next;

  /**
   * An entry that is in no log yet.
   *
   * @param number one more than that of the entry it is to follow
   */
  Entry(long number) {
    this.number = number;
  }

  /** Counts the entries of a log. */
  final long number() {
    return number;
  }

  final @Nullable E next() {
    return next;
  }

  /** For the writer alone. */
  final void append(E entry) {
    assert entry.number() == number + 1 && next == null;
    next = entry;
  }

  /**
   * Encodes this entry as a frame, and into the same buffer those after it that fit in with it.
   *
   * @param upTo the last that may be in it
   * @return a buffer for the caller to release
   */
  abstract Batch<E> frames(ByteBufAllocator allocator, E upTo);
}
