package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program as a process of its own, on this JVM's classpath. Killed when closed. */
final class Subprocess implements AutoCloseable {
  /** For a line or an exit to come; far more than it takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Pattern READY =
      Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Lines out;
  private final Lines err;

  private Subprocess(Process process, boolean readsErrors) {
    this.process = process;
    out = new Lines(process.getInputStream());
    err = new Lines(readsErrors ? process.getErrorStream() : InputStream.nullInputStream());
  }

  /** Starts the command line. */
  static Subprocess start(String... args) throws IOException {
    return start(Map.of(), List.of(), args);
  }

  static Subprocess start(Map<String, String> environment, List<String> jvmFlags, String... args)
      throws IOException {
    return start(
        environment,
        jvmFlags,
        System.getProperty("java.class.path"),
        Main.class.getName(),
        List.of(args),
        true);
  }

  /** Starts the command line, and never reads its standard error: the pipe fills up. */
  static Subprocess startWithoutReadingErrors(Map<String, String> environment, String... args)
      throws IOException {
    return start(
        environment,
        List.of(),
        System.getProperty("java.class.path"),
        Main.class.getName(),
        List.of(args),
        false);
  }

  /** Starts a program compiled into a folder. */
  static Subprocess startProgram(Path classes, String mainClass) throws IOException {
    String classpath = classes + File.pathSeparator + System.getProperty("java.class.path");
    return start(Map.of(), List.of(), classpath, mainClass, List.of(), true);
  }

  private static Subprocess start(
      Map<String, String> environment,
      List<String> jvmFlags,
      String classpath,
      String mainClass,
      List<String> args,
      boolean readsErrors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("luno.streams.flags").split(" ")));
    command.add("-Dstderr.encoding=UTF-8");
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", classpath, mainClass));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LUNO_"));
    builder.environment().putAll(environment);
    return new Subprocess(builder.start(), readsErrors);
  }

  /** Waits until it says on standard output that it listens; returns the port. */
  int awaitReady() {
    Matcher ready = READY.matcher(out.await("listening on"));
    assertThat(ready.matches()).isTrue();
    return Integer.parseInt(ready.group(1));
  }

  /** Waits for the next line on standard output that contains a text. */
  String awaitLine(String text) {
    return out.await(text);
  }

  /** Waits for the next line on standard error that contains a text. */
  String awaitError(String text) {
    return err.await(text);
  }

  /** Waits until it has ended by itself. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    out.awaitEnd();
    err.awaitEnd();
    return process.exitValue();
  }

  /** Sends SIGTERM; returns the exit code, which must come within five seconds. */
  int terminate() throws InterruptedException {
    // By its handle: Process.destroy would also close the streams that are still to be read.
    process.toHandle().destroy();
    return exitWithinFiveSeconds();
  }

  /** Sends SIGINT, as Ctrl-C does. */
  int interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    return exitWithinFiveSeconds();
  }

  private int exitWithinFiveSeconds() throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).as("ended within 5 s").isTrue();
    return awaitExit();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<String> out() {
    return out.all;
  }

  List<String> err() {
    return err.all;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The lines of one stream, read on a thread of their own. */
  private static final class Lines {
    private static final String END = "\0";

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> fresh = new LinkedBlockingQueue<>();
    private final Thread reader;

    private Lines(InputStream stream) {
      reader = Thread.ofVirtual().start(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          all.add(line);
          fresh.add(line);
        }
      } catch (IOException e) {
        all.add(new UncheckedIOException(e).toString());
      }
      fresh.add(END);
    }

    private String await(String text) {
      try {
        while (true) {
          String line = fresh.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
          assertThat(line).as("a line with '%s' after %s", text, all).isNotNull().isNotEqualTo(END);
          if (line.contains(text)) {
            return line;
          }
        }
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }

    private void awaitEnd() throws InterruptedException {
      assertThat(reader.join(TIMEOUT)).isTrue();
    }
  }
}
