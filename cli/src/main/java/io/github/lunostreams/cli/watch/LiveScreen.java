package io.github.lunostreams.cli.watch;

import java.time.InstantSource;
import java.time.ZoneId;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** Keeps a terminal's screen showing a market, until a key ends it or nothing more comes. */
public final class LiveScreen {
  /** Between two redraws, so at most 12 a second. */
  private static final long REDRAW_MILLIS = 80;

  /** Without a change too: the rate falls while nothing comes. */
  private static final long IDLE_MILLIS = 1_000;

  private final FullScreen terminal;
  private final Style style;
  private final Album album;

  /**
   * A screen that is not shown yet.
   *
   * @param terminal is entered and closed by this object
   * @param style what it can show
   * @param pair the market's code
   * @param source where it comes from, for people
   */
  public LiveScreen(FullScreen terminal, Style style, String pair, String source) {
    this.terminal = terminal;
    this.style = style;
    album = new Album(pair, source, InstantSource.system(), System::nanoTime);
  }

  /**
   * Where frames go.
   *
   * @return any thread may use it
   */
  public FrameSink sink() {
    return album;
  }

  /**
   * Shows the market until someone quits or nothing more comes; then the terminal is as before.
   *
   * @return why nothing more comes; null if someone quit
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public @Nullable String run() throws InterruptedException {
    try (terminal) {
      terminal.enter(album::touch, this::pressed);
      long version = -1;
      do {
        Size size = terminal.size();
        terminal.draw(
            Screen.render(
                album.picture(), size.getColumns(), size.getRows(), style, ZoneId.systemDefault()),
            size);
        if (album.awaitEnd(REDRAW_MILLIS)) {
          break;
        }
        version = album.awaitChange(version, IDLE_MILLIS);
      } while (!album.awaitEnd(0));
    }
    return album.failure();
  }

  private void pressed(int key) {
    if (key == 'q' || key == 'Q' || key < 0) {
      album.end();
    }
  }
}
