package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.gateway.channel.BookFormat.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Builds whole websocket text frames as a server sends them (RFC 6455, section 5.2: final,
 * unmasked), so that the same bytes go to every client and no codec touches them again.
 */
final class TextFrame {
  private static final int FINAL_TEXT = 0x81;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  private TextFrame() {}

  /** A frame; the caller releases it. */
  static ByteBuf build(
      ByteBufAllocator allocator, Envelope envelope, List<byte[]> trades, byte separator) {
    long length = (long) envelope.beforeTrades().length + envelope.afterTrades().length;
    length += Math.max(0, trades.size() - 1);
    for (byte[] some : trades) {
      length += some.length;
    }
    int capacity = Math.toIntExact(length + 10);
    ByteBuf frame = allocator.ioBuffer(capacity, capacity);
    header(frame, length);
    frame.writeBytes(envelope.beforeTrades());
    for (int i = 0; i < trades.size(); i++) {
      if (i > 0) {
        frame.writeByte(separator);
      }
      frame.writeBytes(trades.get(i));
    }
    return frame.writeBytes(envelope.afterTrades());
  }

  /** How long a text is as a frame. */
  static int length(byte[] utf8) {
    int head = utf8.length < LENGTH_IN_2_BYTES ? 2 : utf8.length < 1 << 16 ? 4 : 10;
    return Math.addExact(head, utf8.length);
  }

  /** Writes a text as a frame. */
  static void write(ByteBuf bytes, byte[] utf8) {
    header(bytes, utf8.length);
    bytes.writeBytes(utf8);
  }

  private static void header(ByteBuf frame, long length) {
    frame.writeByte(FINAL_TEXT);
    if (length < LENGTH_IN_2_BYTES) {
      frame.writeByte((int) length);
    } else if (length < 1 << 16) {
      frame.writeByte(LENGTH_IN_2_BYTES).writeShort((int) length);
    } else {
      frame.writeByte(LENGTH_IN_8_BYTES).writeLong(length);
    }
  }
}
