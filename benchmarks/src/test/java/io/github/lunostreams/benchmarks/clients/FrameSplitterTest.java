package io.github.lunostreams.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
  private final List<String> events = new ArrayList<>();

  private final FrameSplitter.Sink sink =
      new FrameSplitter.Sink() {
        @Override
        public void text(byte[] bytes, int from, int to) {
          String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
          events.add("text " + text.length() + " " + text.charAt(0));
        }

        @Override
        public void ping(byte[] bytes, int from, int to) {
          events.add("ping " + new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void close(int code) {
          events.add("close " + code);
        }
      };

  @Test
  void framesOfAllLengthsAreFoundWhereverTheBytesAreCut() {
    byte[] stream = stream();
    for (int cut = 0; cut <= stream.length; cut += cut < 700 ? 1 : 997) {
      for (int size : new int[] {1, 3, stream.length}) {
        events.clear();
        int taken = FrameSplitter.split(stream, 0, cut, sink);
        for (int at = cut; at < stream.length; at += size) {
          taken = FrameSplitter.split(stream, taken, Math.min(stream.length, at + size), sink);
        }
        assertThat(taken).isEqualTo(stream.length);
        assertThat(events)
            .as("cut at %d, then pieces of %d", cut, size)
            .containsExactly("text 5 a", "ping xy", "text 300 b", "text 70000 c", "close 1013");
        if (cut > 700) {
          break;
        }
      }
    }
  }

  private static byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x81, 5});
    out.writeBytes("a".repeat(5).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {(byte) 0x89, 2, 'x', 'y'});
    out.writeBytes(new byte[] {(byte) 0x81, 126, 300 >> 8, (byte) 300});
    out.writeBytes("b".repeat(300).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(
        new byte[] {(byte) 0x81, 127, 0, 0, 0, 0, 0, 1, (byte) (70_000 >> 8), (byte) 70_000});
    out.writeBytes("c".repeat(70_000).getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {(byte) 0x88, 3, 1013 >> 8, (byte) 1013, '!'});
    return out.toByteArray();
  }
}
