package io.github.lunostreams.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole book as a frame, and the entry of the log whose book it is: what follows there follows
 * the book without a gap. All clients are sent the same memory.
 *
 * <p>Any thread may use it.
 */
final class JoinSnapshot {
  /** Small enough that a slow client that takes the frame can be seen to take something. */
  private static final int SLICE_BYTES = 64 << 10;

  private final LunoEntry position;
  private final int size;

  /** Guarded by this; null once the frame is built. */
  private byte @Nullable [] utf8;

  /** Guarded by this. Outside the heap, where sockets need it, and left to the collector. */
  private @Nullable ByteBuffer frame;

  JoinSnapshot(LunoEntry position, byte[] utf8) {
    this.position = position;
    this.utf8 = utf8;
    this.size = utf8.length;
  }

  LunoEntry position() {
    return position;
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
