package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.Terminal.Size;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps a terminal's screen showing a market, until a key ends it or nothing more comes. */
public final class LiveScreen {
  /** Between two redraws, so at most 12 a second. */
  private static final long REDRAW_MILLIS = 80;

  /** Without a change too: the rate falls while nothing comes. */
  private static final long IDLE_MILLIS = 1_000;

  private final Terminal terminal;
  private final Style style;
  private final Album album;
  private final AtomicBoolean resized = new AtomicBoolean(true);

  /**
   * A screen that is not shown yet.
   *
   * @param terminal is entered and closed by this object
   * @param style what it can show
   * @param pair the market's code
   * @param source where it comes from, for people
   */
  public LiveScreen(Terminal terminal, Style style, String pair, String source) {
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
   * @throws IOException if the terminal can't be taken over
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public @Nullable String run() throws IOException, InterruptedException {
    boolean signalled =
        Terminal.onResize(
            () -> {
              resized.set(true);
              album.touch();
            });
    try (terminal) {
      terminal.enter();
      terminal.onKey(this::pressed);
      Size size = terminal.size();
      long version = -1;
      do {
        if (resized.getAndSet(!signalled)) {
          Size now = terminal.size();
          if (!now.equals(size)) {
            size = now;
            terminal.clear();
          }
        }
        terminal.draw(
            Screen.render(
                album.picture(), size.columns(), size.rows(), style, ZoneId.systemDefault()));
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
