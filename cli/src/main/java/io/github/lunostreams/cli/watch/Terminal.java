package io.github.lunostreams.cli.watch;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal this program runs in, taken over for a full screen: alternate screen, no cursor, no
 * echo, keys without Enter. {@link #close} gives everything back, and is to be called on every way
 * out; before {@link #enter} and after {@code close} nothing is changed or drawn.
 *
 * <p>Any thread may call its methods. The settings are changed by {@code stty} on {@code /dev/tty}.
 */
public final class Terminal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Terminal.class);
  private static final File TTY = new File("/dev/tty");
  private static final long PATIENCE_SECONDS = 5;

  /** Alternate screen, cursor hidden, long lines cut instead of wrapped, cleared. */
  private static final String ENTER = "\033[?1049h\033[?25l\033[?7l\033[2J";

  private static final String LEAVE = "\033[0m\033[?7h\033[?25h\033[?1049l";

  /** Between these the terminal shows nothing half-drawn, if it knows them. */
  private static final String BEGIN_UPDATE = "\033[?2026h";

  private static final String END_UPDATE = "\033[?2026l";

  /**
   * A window's size in characters.
   *
   * @param columns at least 1
   * @param rows at least 1
   */
  public record Size(int columns, int rows) {}

  private final PrintStream out;

  /** What {@code stty -g} said before anything was changed. */
  private final String settings;

  private List<String> drawn = List.of();
  private boolean entered;
  private boolean closed;

  /**
   * Looks at the terminal, and changes nothing yet.
   *
   * @param out the stream that leads to it
   * @throws IOException if there is none or its settings can't be had
   */
  public Terminal(PrintStream out) throws IOException {
    this.out = out;
    settings = stty("-g");
  }

  /**
   * Whether standard output leads to a terminal.
   *
   * @return false also if that can't be told
   */
  public static boolean isStandardOutput() {
    try {
      Process test =
          new ProcessBuilder("sh", "-c", "test -t 1").redirectOutput(Redirect.INHERIT).start();
      return test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException e) {
      log.debug("no shell to ask for a terminal", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String stty(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(arguments));
    Process stty = new ProcessBuilder(command).redirectInput(TTY).redirectErrorStream(true).start();
    String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
        throw new IOException("expected the terminal's settings, got: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }

  /**
   * Takes the screen over.
   *
   * @throws IOException if the terminal refuses
   */
  public synchronized void enter() throws IOException {
    if (closed || entered) {
      return;
    }
    entered = true;
    // Signals stay: Ctrl-C is one. Not Ctrl-Z, which would leave a suspended program's screen.
    stty("-icanon", "-echo", "min", "1", "time", "0", "susp", "undef");
    write(ENTER);
  }

  /**
   * The window's size of now.
   *
   * @return 80 × 24 if the terminal doesn't know
   */
  public Size size() {
    try {
      String[] numbers = stty("size").split(" ", 2);
      int rows = Integer.parseInt(numbers[0]);
      int columns = Integer.parseInt(numbers[1]);
      if (rows > 0 && columns > 0) {
        return new Size(columns, rows);
      }
    } catch (IOException | RuntimeException e) {
      log.debug("the terminal does not tell its size", e);
    }
    return new Size(80, 24);
  }

  /**
   * Has a task run whenever the window's size changes, on a thread of the JVM's.
   *
   * @param task short
   * @return false if this JVM can't; then {@link #size} is to be asked now and then
   */
  public static boolean onResize(Runnable task) {
    try {
      // By reflection, since the compiler warns of every use of these classes: there is no other
      // way to a signal in the JDK, and every library that has one goes it.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Terminal.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  task.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), proxy);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("no signal when the window changes", e);
      return false;
    }
  }

  /**
   * Reads keys on a thread of its own until the program ends.
   *
   * @param key gets each byte, and -1 when the terminal is gone
   */
  public void onKey(IntConsumer key) {
    Thread.ofPlatform().daemon().name("luno-keys").start(() -> readKeys(key));
  }

  private static void readKeys(IntConsumer key) {
    try (InputStream tty = new FileInputStream(TTY)) {
      int read = tty.read();
      while (read >= 0) {
        key.accept(read);
        read = tty.read();
      }
    } catch (IOException e) {
      log.debug("the terminal can't be read any more", e);
    }
    key.accept(-1);
  }

  /**
   * Shows these lines; those that are there already aren't sent again.
   *
   * @param lines from the top; none wider than the window
   */
  public synchronized void draw(List<String> lines) {
    if (!entered || closed || lines.equals(drawn)) {
      return;
    }
    StringBuilder text = new StringBuilder(BEGIN_UPDATE);
    for (int i = 0; i < lines.size(); i++) {
      if (i >= drawn.size() || !lines.get(i).equals(drawn.get(i))) {
        text.append("\033[").append(i + 1).append(";1H").append(lines.get(i)).append("\033[K");
      }
    }
    if (lines.size() < drawn.size()) {
      text.append("\033[").append(lines.size() + 1).append(";1H\033[J");
    }
    write(text.append(END_UPDATE).toString());
    drawn = List.copyOf(lines);
  }

  /** Forgets what is shown, and clears it: after the window changed anything may be there. */
  public synchronized void clear() {
    if (entered && !closed) {
      write("\033[2J");
      drawn = List.of();
    }
  }

  private void write(String text) {
    out.print(text);
    out.flush();
  }

  /** Gives the terminal back as it was. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!entered) {
      return;
    }
    write(LEAVE);
    try {
      stty(settings);
    } catch (IOException e) {
      log.debug("the terminal is gone", e);
    }
  }
}
