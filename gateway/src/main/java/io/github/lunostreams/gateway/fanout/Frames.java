package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Format.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of one round through the clients of one event loop: each is built once, and every
 * client is sent the same memory. Closed after the round; the memory lives until the last socket
 * has taken it.
 *
 * <p>Used by one event loop; the buffers never leave it.
 */
final class Frames implements AutoCloseable {
  private final ByteBufAllocator allocator;
  private final Map<Publication, ByteBuf> built = new HashMap<>();

  Frames(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** The frame of an update, for the caller to write or release. */
  ByteBuf of(Publication publication) {
    return built
        .computeIfAbsent(
            publication,
            absent -> {
              byte[] trades = absent.tradeBytes();
              return TextFrame.build(
                  allocator,
                  absent.envelope(),
                  trades.length == 0 ? List.of() : List.of(trades),
                  absent.separator());
            })
        .retainedDuplicate();
  }

  /** A frame with an update's book and other trades, for the caller to write or release. */
  ByteBuf of(Publication book, List<byte[]> trades) {
    return TextFrame.build(allocator, book.envelope(), trades, book.separator());
  }

  /** A frame with an update's text of long ago and other trades, to write or release. */
  ByteBuf of(Envelope envelope, List<byte[]> trades, byte separator) {
    return TextFrame.build(allocator, envelope, trades, separator);
  }

  @Override
  public void close() {
    built.values().forEach(ByteBuf::release);
    built.clear();
  }
}
