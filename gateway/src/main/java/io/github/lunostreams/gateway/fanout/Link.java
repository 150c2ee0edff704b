package io.github.lunostreams.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What was published at one time, in a {@link Chain} of all that was: each knows the next, none the
 * one before, so that those which every reader has passed are garbage.
 *
 * <p>Any thread may read it.
 *
 * @param <L> the kind of link that the chain is of
 */
abstract class Link<L extends Link<L>> {
  /**
   * Frames as they go to a socket.
   *
   * @param bytes the frames, one behind the other
   * @param count how many frames
   * @param last the link that the last of them is of
   */
  record Batch<L>(ByteBuf bytes, int count, L last) {}

  private final long number;

  /** Set once, by the writer. */
  private volatile @Nullable L next;

  /**
   * A link that is in no chain yet.
   *
   * @param number one more than that of the link it is to follow
   */
  Link(long number) {
    this.number = number;
  }

  /** Counts the links of a chain. */
  final long number() {
    return number;
  }

  final @Nullable L next() {
    return next;
  }

  /** For the writer alone. */
  final void append(L link) {
    assert link.number() == number + 1 && next == null;
    next = link;
  }

  /**
   * Puts this link into a frame, and into the same buffer those after it that go well with it.
   *
   * @param upTo the last that may be in it
   * @return a buffer for the caller to release
   */
  abstract Batch<L> frames(ByteBufAllocator allocator, L upTo);
}
