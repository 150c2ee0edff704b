package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.ViewSink.Failure;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A market as lines of text: the best prices when they change, each trade, each change of the feed.
 * Or, as JSON, each message a gateway would send. A reader that is slower than the market gets
 * fewer lines of prices, and all trades up to a bound.
 */
public final class TextLines {
  private final PrintStream out;
  private final boolean json;
  private final InstantSource clock;
  private final ViewQueue queue = new ViewQueue();

  // Owned by the thread that runs.
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

  /**
   * Where the market's views go.
   *
   * @return any thread may use it
   */
  public ViewSink sink() {
    return queue;
  }

  /**
   * Writes until nothing more comes, or nobody reads the lines any more.
   *
   * @return why nothing more comes; null if nobody reads the lines any more
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public @Nullable Failure run() throws InterruptedException {
    Optional<MarketView> view = queue.take();
    while (view.isPresent()) {
      write(view.get());
      out.flush();
      if (out.checkError()) {
        return null; // The reader of the pipe is gone.
      }
      view = queue.take();
    }
    return queue.failure();
  }

  private void write(MarketView view) {
    if (!json) {
      writeText(view);
    } else if (!view.json().equals(MarketView.Json.NONE)
        && (view.updates() > 0 || !view.feed().equals(feed))) {
      // As a gateway does: a message for each update and each change of the feed.
      feed = view.feed();
      print(view.json().toString());
    }
  }

  /** One write a line, so that the stream never writes a part of one. */
  private void print(String line) {
    out.print(line + "\n");
  }

  private void writeText(MarketView view) {
    if (!view.feed().equals(feed) || !view.detail().equals(detail)) {
      feed = view.feed();
      detail = view.detail();
      print(time(clock.millis()) + " " + (feed + " " + detail).strip());
    }
    for (MarketView.Trade trade : view.trades()) {
      print(
          "%s trade %s %s at %s"
              .formatted(
                  time(trade.timestampMillis()),
                  trade.buy() ? "buy" : "sell",
                  trade.base().toPlainString(),
                  trade.price().toPlainString()));
    }
    MarketView.Book book = view.book();
    if (book != null && feed.equals(MarketView.LIVE)) {
      String now = "bid " + best(book.bids()) + " ask " + best(book.asks());
      if (!now.equals(best)) {
        best = now;
        print(time(book.timestampMillis()) + " " + now + " #" + book.sequence());
      }
    }
  }

  private static String best(List<MarketView.Level> side) {
    return side.stream()
        .limit(1)
        .map(level -> level.price().toPlainString() + " x " + level.volume().toPlainString())
        .collect(Collectors.collectingAndThen(Collectors.joining(), s -> s.isEmpty() ? "-" : s));
  }

  private static String time(long millis) {
    return millis == 0
        ? "unknown-time"
        : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
