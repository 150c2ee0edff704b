package io.github.lunostreams.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogWriterTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Takes nothing until it is let through. */
  private static final class Stalled extends OutputStream {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      entered.countDown();
      try {
        assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      taken.write(bytes, offset, length);
    }

    String text() {
      return taken.toString(StandardCharsets.UTF_8);
    }
  }

  private final Stalled out = new Stalled();
  private final LogWriter writer = new LogWriter(out, 30, lines -> lines + " dropped\n");

  @Test
  void aReaderThatStallsCostsLinesWhichAreCounted() throws Exception {
    writer.write("first\n");
    assertThat(out.entered.await(30, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 100; i++) {
      writer.write("0123456789\n");
    }
    assertThat(writer.dropped()).isEqualTo(98);
    writer.flush(Duration.ofMillis(1));
    assertThat(out.text()).isEmpty();

    out.gate.countDown();
    writer.flush(LONG);
    writer.write("again\n");
    writer.flush(LONG);

    assertThat(out.text()).isEqualTo("first\n0123456789\n0123456789\n98 dropped\nagain\n");
  }

  @Test
  void linesAreWrittenInTheirOrder() throws Exception {
    out.gate.countDown();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      String line = i + " é\n";
      writer.write(line);
      writer.flush(LONG);
      expected.append(line);
    }

    assertThat(out.text()).isEqualTo(expected.toString());
  }
}
