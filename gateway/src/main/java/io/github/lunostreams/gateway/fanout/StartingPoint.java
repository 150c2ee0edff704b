package io.github.lunostreams.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole book as a frame, and the place in the chain whose book it is: what follows there follows
 * the book without a gap. All clients are sent the same memory.
 *
 * <p>Any thread may use it.
 */
final class StartingPoint {
  /** So that it is seen, while a slow client takes the frame, that it takes something. */
  private static final int SLICE_BYTES = 64 << 10;

  private final RelayedUpdate at;
  private final int size;

  /** Guarded by this; null once there is the frame. */
  private byte @Nullable [] utf8;

  /** Guarded by this. Outside the heap, where sockets want it, and garbage like anything else. */
  private @Nullable ByteBuffer frame;

  StartingPoint(RelayedUpdate at, byte[] utf8) {
    this.at = at;
    this.utf8 = utf8;
    this.size = utf8.length;
  }

  RelayedUpdate at() {
    return at;
  }

  /** How long the text is; bytes. */
  int size() {
    return size;
  }

  /** The frame in pieces, to be written one after the other with nothing between. */
  List<ByteBuf> frame() {
    ByteBuffer whole = whole();
    List<ByteBuf> pieces = new ArrayList<>();
    for (int from = 0; from < whole.limit(); from += SLICE_BYTES) {
      int length = Math.min(SLICE_BYTES, whole.limit() - from);
      pieces.add(Unpooled.wrappedBuffer(whole.slice(from, length)));
    }
    return pieces;
  }

  private synchronized ByteBuffer whole() {
    ByteBuffer ready = frame;
    byte[] text = utf8;
    if (ready == null && text != null) {
      ready = ByteBuffer.allocateDirect(TextFrame.length(text));
      TextFrame.write(Unpooled.wrappedBuffer(ready).clear(), text);
      frame = ready;
      utf8 = null;
    }
    if (ready == null) {
      throw new IllegalStateException("neither text nor frame");
    }
    return ready;
  }
}
