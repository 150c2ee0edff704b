package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.websocket.FrameReader.Close;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  /** Gives bytes in pieces of a random length, as a socket does. */
  private static final class Pieces extends InputStream {
    private final InputStream bytes;
    private final RandomGenerator random;

    Pieces(byte[] bytes, RandomGenerator random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int most = random.nextInt(4) == 0 ? length : Math.min(length, 7);
      return bytes.read(target, offset, 1 + random.nextInt(most));
    }
  }

  private static final class Log implements FrameReader.Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void text(byte[] utf8) {
      lines.add("text " + new String(utf8, UTF_8).hashCode() + " of " + utf8.length);
    }

    @Override
    public void ping(byte[] payload) {
      lines.add("ping of " + payload.length);
    }

    @Override
    public void pong() {
      lines.add("pong");
    }
  }

  @Test
  void messagesArriveWholeHoweverTheyAreCutIntoFramesAndPieces() throws Exception {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      Log expected = new Log();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < 20; i++) {
        byte[] message = message(random);
        expected.text(message);
        write(message, bytes, expected, random);
      }
      bytes.write(RawServer.frame(RawServer.FINAL | RawServer.CLOSE, new byte[] {3, (byte) 232}));
      Log log = new Log();

      Close close =
          new FrameReader(new SocketInput(new Pieces(bytes.toByteArray(), random)))
              .readUntilClose(log);

      assertThat(close).isEqualTo(new Close(1000, ""));
      assertThat(log.lines).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected.lines);
      assertThat(log.lines.stream().filter(line -> line.startsWith("text")).toList())
          .as("seed " + seed)
          .isEqualTo(expected.lines.stream().filter(line -> line.startsWith("text")).toList());
    }
  }

  private static byte[] message(RandomGenerator random) {
    int length =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> 124 + random.nextInt(5);
          case 2 -> 65_530 + random.nextInt(20);
          default -> random.nextInt(500);
        };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(20) == 0 ? "é€𝄞" : "x");
    }
    return text.toString().getBytes(UTF_8);
  }

  /** In one frame, or in several with pings and pongs between them. */
  private static void write(
      byte[] message, ByteArrayOutputStream bytes, Log expected, RandomGenerator random)
      throws IOException {
    int fragments = 1 + (random.nextBoolean() ? random.nextInt(5) : 0);
    int from = 0;
    for (int i = 0; i < fragments; i++) {
      boolean last = i == fragments - 1;
      int to = last ? message.length : from + random.nextInt(message.length - from + 1);
      int head = (i == 0 ? RawServer.TEXT : RawServer.CONTINUATION) | (last ? RawServer.FINAL : 0);
      bytes.write(RawServer.frame(head, java.util.Arrays.copyOfRange(message, from, to)));
      from = to;
      if (random.nextInt(3) == 0) {
        byte[] payload = new byte[random.nextInt(126)];
        bytes.write(RawServer.frame(RawServer.FINAL | RawServer.PING, payload));
        expected.ping(payload);
        bytes.write(RawServer.frame(RawServer.FINAL | RawServer.PONG, payload));
        expected.pong();
      }
    }
  }

  @Test
  void aLengthThatIsOnlyAnnouncedTakesNoMemory() {
    byte[] announced = {(byte) 0x81, 127, 0, 0, 0, 0, 0, (byte) 255, (byte) 255, (byte) 255, 'x'};
    List<FrameReader> readers = new ArrayList<>();
    // Together they announce 16 GB, more than the tests' memory.
    for (int i = 0; i < 1_000; i++) {
      FrameReader reader = new FrameReader(new SocketInput(new ByteArrayInputStream(announced)));
      readers.add(reader);
      assertThatThrownBy(() -> reader.readUntilClose(new Log()))
          .isInstanceOf(EOFException.class)
          .hasMessage("the server ended the connection in the middle of a frame");
    }
    assertThat(readers).hasSize(1_000);
  }

  @Test
  void fragmentsTogetherMayNotBeLongerThanAMessage() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] megabyte = RawServer.frame(RawServer.TEXT, new byte[1 << 20]);
    byte[] more = RawServer.frame(RawServer.CONTINUATION, new byte[1 << 20]);
    bytes.writeBytes(megabyte);
    for (int i = 0; i < 16; i++) {
      bytes.writeBytes(more);
    }

    assertThatThrownBy(
            () ->
                new FrameReader(new SocketInput(new ByteArrayInputStream(bytes.toByteArray())))
                    .readUntilClose(new Log()))
        .isInstanceOfSatisfying(
            ProtocolFault.class,
            fault -> assertThat(fault.closeCode()).isEqualTo(ProtocolFault.TOO_BIG))
        .hasMessage("expected a message of at most 16777216 bytes, got a longer one");
  }

  @Test
  void randomBytesAreRefusedInWordsAndNeverOtherwise() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = (byte) (RawServer.FINAL | random.nextInt(11));
      }
      try {
        new FrameReader(new SocketInput(new Pieces(bytes, random))).readUntilClose(new Log());
      } catch (IOException refused) {
        assertThat(refused.getMessage()).as("seed " + seed).isNotBlank();
      }
    }
  }
}
