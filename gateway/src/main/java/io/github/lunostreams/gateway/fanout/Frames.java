package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Link.Batch;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.Map;

/**
 * The frames of one round through the clients of one event loop: each is built once, and every
 * client is sent the same memory. Closed after the round; the memory lives until the last socket
 * has taken it.
 *
 * <p>Used by one event loop; the buffers never leave it.
 *
 * @param <L> the kind of link that the frames are of
 */
final class Frames<L extends Link<L>> implements AutoCloseable {
  private final ByteBufAllocator allocator;
  private final L upTo;
  private final Map<L, Batch<L>> built = new HashMap<>();

  /** Frames up to a link, the newest when the round began: for what comes later is another. */
  Frames(ByteBufAllocator allocator, L upTo) {
    this.allocator = allocator;
    this.upTo = upTo;
  }

  /** The frames from a link on; to be written as a retained duplicate. */
  Batch<L> from(L link) {
    return built.computeIfAbsent(link, absent -> absent.frames(allocator, upTo));
  }

  /** For frames that are one client's own. */
  ByteBufAllocator allocator() {
    return allocator;
  }

  @Override
  public void close() {
    built.values().forEach(batch -> batch.bytes().release());
    built.clear();
  }
}
