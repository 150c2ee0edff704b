package io.github.lunostreams.cli.watch;

import io.github.lunostreams.book.Pair;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** Shows a market on a terminal's screen until a key ends it or the market's views end. */
public final class LiveScreen {
  /** Between two redraws, so at most 12 a second. */
  private static final long REDRAW_MILLIS = 80;

  /** Redraws without a change, too: the rate decreases while no update comes. */
  private static final long IDLE_MILLIS = 1_000;

  private final FullScreen terminal;
  private final Style style;
  private final MarketModel model;

  /**
   * A screen that is not shown yet.
   *
   * @param terminal is entered and closed by this object
   * @param style what the terminal can show
   * @param pair the market
   * @param source where it comes from, for people
   */
  public LiveScreen(FullScreen terminal, Style style, Pair pair, String source) {
    this.terminal = terminal;
    this.style = style;
    model = new MarketModel(pair, source, InstantSource.system(), System::nanoTime);
  }

  /**
   * Where the market's views go.
   *
   * @return any thread may use it
   */
  public ViewSink sink() {
    return model;
  }

  /**
   * Shows the market until a key ends it or nothing more comes; then the terminal is as before.
   *
   * @return why nothing more comes; null if a key ended it
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public ViewSink.@Nullable Failure run() throws InterruptedException {
    try (terminal) {
      terminal.enter(model::wake, this::pressed);
      long version = -1;
      do {
        Size size = terminal.size();
        terminal.draw(
            Screen.render(
                model.state(), size.getColumns(), size.getRows(), style, ZoneId.systemDefault()),
            size);
        if (model.awaitEnd(REDRAW_MILLIS)) {
          break;
        }
        version = model.awaitChange(version, IDLE_MILLIS);
      } while (!model.awaitEnd(0));
    }
    return model.failure();
  }

  private void pressed(int key) {
    if (key == 'q' || key == 'Q' || key < 0) {
      model.end();
    }
  }
}
