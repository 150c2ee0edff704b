package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.channel.Entry.Batch;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;

/**
 * The frames of one run of a {@link FanoutTask}: each is built once, and every client is sent the
 * same memory. Closed after the run; the memory lives until the last socket has taken it.
 *
 * <p>Used by one event loop; the buffers never leave it.
 *
 * @param <E> the kind of entry that the frames are of
 */
final class SharedFrames<E extends Entry<E>> implements AutoCloseable {
  private final ByteBufAllocator allocator;
  private final E upTo;
  private final Map<E, Batch<E>> built = new HashMap<>();

  /** Frames up to an entry, the newest when the run began: a later entry has a run of its own. */
  SharedFrames(ByteBufAllocator allocator, E upTo) {
    this.allocator = allocator;
    this.upTo = upTo;
  }

  /** The frames from an entry on; to be written as a retained duplicate. */
  Batch<E> from(E entry) {
    return built.computeIfAbsent(entry, absent -> absent.frames(allocator, upTo));
  }

  @Override
  public void close() {
    built.values().forEach(batch -> batch.bytes().release());
    built.clear();
  }
}
