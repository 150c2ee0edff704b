package io.github.lunostreams.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A process that answers in lines on standard output, see {@link CommandLoop}; its standard error
 * is ours. It is killed at its timeout and when it is closed. Its standard input ends when this JVM
 * ends.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Pattern SPACE = Pattern.compile(" ");

  private final String name;
  private final Duration timeout;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private ChildProcess(String name, Duration timeout, Process process) {
    this.name = name;
    this.timeout = timeout;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
  }

  /**
   * Starts a JVM on this one's class path, with the project's flags and more.
   *
   * @param timeout after which it is killed
   * @throws IOException if it cannot be started
   */
  public static ChildProcess jvm(
      Class<?> main, Duration timeout, List<String> flags, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.ofTheProject());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return program(main.getSimpleName(), timeout, command);
  }

  /**
   * Starts a program.
   *
   * @param name for error messages
   * @param timeout after which it is killed
   * @throws IOException if it cannot be started
   */
  public static ChildProcess program(String name, Duration timeout, List<String> command)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new ChildProcess(name, timeout, process);
  }

  /**
   * Waits for its next line.
   *
   * @throws IOException if it ended, or was killed at its timeout
   */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException(
          "expected an answer of %s within %s, it ended".formatted(name, timeout));
    }
    return line;
  }

  /** Waits for its next line, numbers separated by spaces. */
  public List<Long> numbers() throws IOException {
    return numbers(line());
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @throws IOException if the command failed, or the process ended
   */
  public String ask(Object... words) throws IOException {
    String command = Arrays.stream(words).map(Object::toString).collect(Collectors.joining(" "));
    in.write(command + "\n");
    in.flush();
    String answer = line();
    if (answer.startsWith(CommandLoop.FAILED)) {
      throw new IOException("%s, command '%s': %s".formatted(name, command, answer));
    }
    return answer;
  }

  /** Sends a command whose answer is numbers. */
  public List<Long> askNumbers(Object... words) throws IOException {
    return numbers(ask(words));
  }

  private static List<Long> numbers(String line) {
    return SPACE.splitAsStream(line).map(Long::valueOf).toList();
  }

  /** Kills it (SIGKILL on Unix), and waits for its end. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
