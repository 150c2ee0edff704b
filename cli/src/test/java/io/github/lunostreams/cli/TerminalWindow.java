package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A terminal's window with a shell in it, kept by tmux: what is on the screen can be looked at,
 * keys pressed, the size changed. Whatever the terminal receives is the signal to look again.
 */
final class TerminalWindow implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 30;

  private static final AtomicInteger WINDOWS = new AtomicInteger();

  /** Each window has a server of its own: one that is ending takes no new window. */
  private final String name =
      "luno-test-%d-%d".formatted(ProcessHandle.current().pid(), WINDOWS.incrementAndGet());

  private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

  TerminalWindow(Path directory, int columns, int rows) throws IOException {
    Path pipe = directory.resolve("terminal");
    run("mkfifo", pipe.toString());
    tmux(
        "-f",
        "/dev/null",
        "-u",
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(rows),
        "env -u NO_COLOR PS1='$ ' bash --norc --noprofile");
    tmux("pipe-pane", "-O", "exec cat >'" + pipe + "'");
    Thread.ofPlatform().daemon().name("terminal-pipe").start(() -> read(pipe));
  }

  /** Fails where the project is checked; elsewhere the test is skipped for all to see. */
  static void require() {
    try {
      run("tmux", "-V");
    } catch (IOException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("expected tmux to be installed", e);
      }
      abort("skipped: tmux is not installed");
    }
  }

  private void read(Path pipe) {
    try (InputStream in = Files.newInputStream(pipe)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        received.add(count);
      }
    } catch (IOException e) {
      received.add(-1);
    }
  }

  private String tmux(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-L", name));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(List.of(command) + ": " + said);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    return said;
  }

  /** Types a line and Enter. */
  void type(String line) throws IOException {
    tmux("send-keys", "-l", line);
    tmux("send-keys", "Enter");
  }

  /** Presses a key, by tmux's name for it. */
  void press(String key) throws IOException {
    tmux("send-keys", key);
  }

  void resize(int columns, int rows) throws IOException {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  /** What is on the screen. */
  List<String> screen() throws IOException {
    return tmux("capture-pane", "-p").lines().toList();
  }

  /** Whether the program in the window has taken the whole screen. */
  boolean alternate() throws IOException {
    return tmux("display-message", "-p", "#{alternate_on}").strip().equals("1");
  }

  boolean cursorShown() throws IOException {
    return tmux("display-message", "-p", "#{cursor_flag}").strip().equals("1");
  }

  /** Looks whenever the terminal received something, until the screen is as wanted. */
  List<String> await(String what, Predicate<List<String>> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    List<String> screen = screen();
    while (!wanted.test(screen)) {
      long left = deadline - System.nanoTime();
      Integer more = left <= 0 ? null : received.poll(left, TimeUnit.NANOSECONDS);
      assertThat(more).as("%s, on the screen:%n%s", what, String.join("\n", screen)).isNotNull();
      screen = screen();
    }
    return screen;
  }

  /** Waits for a line with this in it. */
  List<String> await(String text) throws IOException, InterruptedException {
    return await(text, screen -> screen.stream().anyMatch(line -> line.contains(text)));
  }

  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }
}
