package io.github.lunostreams.gateway.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One update of the exchange, in its own bytes; or the point where the exchange was lost. */
final class LunoEntry extends Entry<LunoEntry> {
  /** Frames that go out at one time are one buffer up to this size: a client costs one write. */
  private static final int BATCH_BYTES = 64 << 10;

  private static final byte[] KEEP_ALIVE = "\"\"".getBytes(StandardCharsets.US_ASCII);

  /** What an update takes besides its text: this object and the array's head. */
  private static final int OVERHEAD_BYTES = 56;

  /** Null where the exchange was lost; never changed. */
  private final byte @Nullable [] utf8;

  private final long offset;

  private LunoEntry(long number, long offset, byte @Nullable [] utf8) {
    super(number);
    this.offset = offset;
    this.utf8 = utf8;
  }

  /** The start of a log: nothing has come yet. */
  static LunoEntry first() {
    return new LunoEntry(0, 0, null);
  }

  /** The exchange's keepalive as a frame. */
  static ByteBuf keepAlive(ByteBufAllocator allocator) {
    ByteBuf frame = allocator.ioBuffer(TextFrame.length(KEEP_ALIVE));
    TextFrame.write(frame, KEEP_ALIVE);
    return frame;
  }

  /** Makes the one to follow this. */
  LunoEntry then(byte @Nullable [] next) {
    int size = OVERHEAD_BYTES + (next == null ? 0 : next.length);
    return new LunoEntry(number() + 1, offset + size, next);
  }

  /** What all up to this one take in memory; bytes. */
  long offset() {
    return offset;
  }

  /** Whether the exchange was lost here: what follows does not join what was before. */
  boolean isBreak() {
    return utf8 == null;
  }

  @Override
  Batch<LunoEntry> frames(ByteBufAllocator allocator, LunoEntry upTo) {
    int size = 0;
    int count = 0;
    LunoEntry last = this;
    for (LunoEntry at = this; at != null && at.number() <= upTo.number(); at = at.next()) {
      byte[] text = at.utf8;
      if (text == null || (count > 0 && size + text.length > BATCH_BYTES)) {
        break;
      }
      size += TextFrame.length(text);
      count++;
      last = at;
    }
    ByteBuf bytes = allocator.ioBuffer(Math.max(1, size));
    for (LunoEntry at = this; count > 0 && at != null; at = at.next()) {
      byte[] text = at.utf8;
      if (text != null) {
        TextFrame.write(bytes, text);
      }
      if (at == last) {
        break;
      }
    }
    return new Batch<>(bytes, count, last);
  }
}
