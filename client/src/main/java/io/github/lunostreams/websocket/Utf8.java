package io.github.lunostreams.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Checks that bytes are UTF-8. */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final int CHUNK_CHARS = 1 << 10;

  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    int plain = asciiPrefix(bytes);
    return plain == bytes.length || decodes(ByteBuffer.wrap(bytes, plain, bytes.length - plain));
  }

  /** How many bytes from the first on are surely ASCII: nearly always all. */
  private static int asciiPrefix(byte[] bytes) {
    int i = 0;
    while (i + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < bytes.length && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  private static boolean decodes(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(CHUNK_CHARS);
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, true);
      if (result.isError()) {
        return false;
      }
      if (result.isUnderflow()) {
        return true;
      }
      chars.clear();
    }
  }
}
