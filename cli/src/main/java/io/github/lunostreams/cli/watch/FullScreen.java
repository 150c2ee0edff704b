package io.github.lunostreams.cli.watch;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.AttributedString;
import org.jline.utils.Curses;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal this program runs in, taken over for a full screen: alternate screen, no cursor, no
 * echo, keys without Enter. {@link #close} gives everything back, and is to be called on every way
 * out; before {@link #enter} and after {@code close} nothing is changed or drawn.
 *
 * <p>Any thread may call its methods.
 */
public final class FullScreen implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FullScreen.class);

  /** The JDK's foreign functions; then processes, which also find the terminal by its device. */
  private static final List<String> PROVIDERS =
      List.of(TerminalBuilder.PROP_PROVIDER_FFM, TerminalBuilder.PROP_PROVIDER_EXEC);

  private static final Size UNKNOWN_SIZE = Size.of(80, 24);

  /** A reader that waits without a bound would block {@link Terminal#close}. */
  private static final long KEY_WAIT_MILLIS = 60_000;

  private final PrintStream out;
  private final Terminal terminal;
  private final Display display;
  private final AtomicBoolean resized = new AtomicBoolean(true);

  // Guarded by this.
  private Size size = UNKNOWN_SIZE;
  private boolean entered;
  private boolean closed;

  /**
   * Opens the terminal, and changes nothing yet.
   *
   * @param out the stream that leads to it
   * @throws IOException if there is none, or its settings cannot be read
   */
  public FullScreen(PrintStream out) throws IOException {
    this.out = out;
    terminal = open(out.charset());
    display = new Display(terminal, true);
  }

  private static Terminal open(Charset charset) throws IOException {
    IOException failure = new IOException("no terminal");
    for (String provider : PROVIDERS) {
      try {
        return TerminalBuilder.builder()
            .system(true)
            .systemOutput(SystemOutput.SysOut)
            .provider(provider)
            .dumb(false)
            .devTty(true) // If standard input leads elsewhere.
            .encoding(charset)
            // The JVM's handlers stay: SIGINT and SIGTERM end the program in order.
            .nativeSignals(false)
            // To find out, JLine would ask the terminal and wait for its answer.
            .graphemeCluster(false)
            .build();
      } catch (IOException | IllegalStateException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /**
   * Whether standard output leads to a terminal.
   *
   * @return false also if that cannot be determined
   */
  public static boolean isStandardOutput() {
    for (String provider : PROVIDERS) {
      try {
        return TerminalProvider.load(provider).isSystemStream(SystemStream.Output);
      } catch (IOException | RuntimeException | LinkageError e) {
        log.debug("no terminal by {}", provider, e);
      }
    }
    return false;
  }

  /**
   * Takes the screen over.
   *
   * @param onResize runs on a thread of the JVM when the window's size changed; short
   * @param onKey gets each character on a thread of its own, and -1 when the terminal is gone
   */
  public synchronized void enter(Runnable onResize, IntConsumer onKey) {
    if (closed || entered) {
      return;
    }
    entered = true;
    terminal.enterRawMode();
    Attributes attributes = terminal.getAttributes();
    // Ctrl-C stays a signal. Ctrl-Z does not: it would leave a suspended program's screen.
    attributes.setLocalFlag(LocalFlag.ISIG, true);
    attributes.setControlChar(ControlChar.VSUSP, 0);
    terminal.setAttributes(attributes);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
    Signals.register(
        "WINCH",
        () -> {
          resized.set(true);
          onResize.run();
        });
    NonBlockingReader keys = terminal.reader();
    Thread.ofPlatform().daemon().name("luno-keys").start(() -> readKeys(keys, onKey));
  }

  /**
   * The window's size of now, in characters.
   *
   * @return 80 × 24 if the terminal does not know
   */
  public synchronized Size size() {
    if (!closed && resized.getAndSet(false)) {
      try {
        Size now = terminal.getSize();
        size = now.getColumns() > 0 && now.getRows() > 0 ? now : UNKNOWN_SIZE;
      } catch (IllegalStateException | IOError e) {
        log.debug("the terminal does not know its size", e);
      }
    }
    return size;
  }

  private static void readKeys(NonBlockingReader keys, IntConsumer key) {
    try {
      int read = keys.read(KEY_WAIT_MILLIS);
      while (read != NonBlockingReader.EOF) {
        if (read != NonBlockingReader.READ_EXPIRED) {
          key.accept(read);
        }
        read = keys.read(KEY_WAIT_MILLIS);
      }
    } catch (IOException | IllegalStateException e) {
      log.debug("the terminal cannot be read any more", e);
    }
    key.accept(NonBlockingReader.EOF);
  }

  /**
   * Shows these lines; what is there already is not sent again.
   *
   * @param lines from the top; none wider than the window, and no more than it has rows
   * @param window the size for which they were made
   */
  public synchronized void draw(List<AttributedString> lines, Size window) {
    if (!entered || closed) {
      return;
    }
    try {
      if (display.getColumns() != window.getColumns() || display.getRows() != window.getRows()) {
        display.resize(window);
        display.clear(); // After the window changed anything may be there.
      }
      display.update(lines, 0);
    } catch (IllegalStateException | IOError e) {
      log.debug("the terminal cannot be written to any more", e);
    }
  }

  /** Gives the terminal back as it was. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (entered) {
      // Past JLine, which closes its terminal in a shutdown hook of its own.
      out.print(leave());
      out.flush();
    }
    try {
      terminal.close();
    } catch (IOException | IllegalStateException | IOError e) {
      log.debug("the terminal is gone", e);
    }
  }

  private String leave() {
    boolean alternate = terminal.getStringCapability(Capability.exit_ca_mode) != null;
    return Stream.of(
            Capability.exit_attribute_mode,
            Capability.cursor_normal,
            alternate ? Capability.exit_ca_mode : Capability.clear_screen)
        .map(terminal::getStringCapability)
        .filter(Objects::nonNull)
        .map(Curses::tputs)
        .collect(Collectors.joining());
  }
}
