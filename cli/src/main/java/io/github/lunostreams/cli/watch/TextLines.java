package io.github.lunostreams.cli.watch;

import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A market as lines of text: the best prices when they change, each trade, each change of the feed.
 * Or, as JSON, each message a gateway would send. Ends when nobody reads them any more.
 */
public final class TextLines implements FrameSink {
  private final PrintStream out;
  private final boolean json;
  private final InstantSource clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable String failure;

  // Touched by the source's thread only.
  private String feed = "";
  private String detail = "";
  private String best = "";

  /**
   * Writes to a stream.
   *
   * @param out a line at a time
   * @param json whether to write JSON
   * @param clock for changes of the feed; the rest has the exchange's time
   */
  public TextLines(PrintStream out, boolean json, InstantSource clock) {
    this.out = out;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void onFrame(Frame frame) {
    if (json) {
      // As a gateway does: a message for each update and each change of the feed.
      if (frame.updates() > 0 || !frame.feed().equals(feed)) {
        feed = frame.feed();
        print(frame.json());
      }
    } else {
      lines(frame);
    }
    out.flush();
    if (out.checkError()) {
      ended.countDown(); // The reader of the pipe is gone.
    }
  }

  /** One write a line: the stream takes none halfway. */
  private void print(String line) {
    out.print(line + "\n");
  }

  private void lines(Frame frame) {
    if (!frame.feed().equals(feed) || !frame.detail().equals(detail)) {
      feed = frame.feed();
      detail = frame.detail();
      print(time(clock.millis()) + " " + (feed + " " + detail).strip());
    }
    for (Frame.Trade trade : frame.trades()) {
      print(
          "%s trade %s %s at %s"
              .formatted(
                  time(trade.timestampMillis()),
                  trade.buy() ? "buy" : "sell",
                  trade.base().toPlainString(),
                  trade.price().toPlainString()));
    }
    Frame.Book book = frame.book();
    if (book != null && feed.equals(Frame.LIVE)) {
      String now = "bid " + best(book.bids()) + " ask " + best(book.asks());
      if (!now.equals(best)) {
        best = now;
        print(time(book.timestampMillis()) + " " + now + " #" + book.sequence());
      }
    }
  }

  private static String best(List<Frame.Level> side) {
    return side.stream()
        .limit(1)
        .map(level -> level.price().toPlainString() + " x " + level.volume().toPlainString())
        .collect(Collectors.collectingAndThen(Collectors.joining(), s -> s.isEmpty() ? "-" : s));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  @Override
  public void onFailed(String reason) {
    failure = reason;
    ended.countDown();
  }

  /**
   * Waits for the end.
   *
   * @return why nothing more comes; null if nobody reads the lines any more
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public @Nullable String awaitEnd() throws InterruptedException {
    ended.await();
    return failure;
  }
}
