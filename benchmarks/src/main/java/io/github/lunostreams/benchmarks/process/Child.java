package io.github.lunostreams.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process that answers in lines on its standard output; its standard error is ours. It is killed
 * when its time is over and when it is closed, and sees the end of its standard input when this JVM
 * ends.
 */
public final class Child implements AutoCloseable {
  private static final Pattern SPACES = Pattern.compile(" ");

  private final String name;
  private final Duration bound;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;

  private Child(String name, Duration bound, Process process) {
    this.name = name;
    this.bound = bound;
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    CompletableFuture.delayedExecutor(bound.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
  }

  /**
   * Starts a JVM on this one's class path, with the project's flags.
   *
   * @param main its main class
   * @param bound how long it may live
   * @param flags more flags
   * @param args what its main is given
   * @return it, started
   * @throws IOException if it can not be started
   */
  public static Child jvm(Class<?> main, Duration bound, List<String> flags, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.ofTheProject());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command(main.getSimpleName(), bound, command);
  }

  /**
   * Starts any program.
   *
   * @param name what to call it in errors
   * @param bound how long it may live
   * @param command the program and its arguments
   * @return it, started
   * @throws IOException if it can not be started
   */
  public static Child command(String name, Duration bound, List<String> command)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    return new Child(name, bound, process);
  }

  /**
   * Waits for its next line.
   *
   * @return the line
   * @throws IOException if it ended, or was killed because its time was over
   */
  public String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException(
          "expected an answer of %s within %s, it ended without".formatted(name, bound));
    }
    return line;
  }

  /**
   * Waits for its next line, which holds nothing but numbers.
   *
   * @return those between the spaces
   * @throws IOException if it ended, or was killed because its time was over
   */
  public List<Long> numbers() throws IOException {
    return numbers(line());
  }

  /**
   * Tells it something and waits for its answer: one of {@link Commands}.
   *
   * @param words the command and its arguments
   * @return the answer
   * @throws IOException if it could not do that, ended, or was killed because its time was over
   */
  public String ask(Object... words) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object word : words) {
      texts.add(word.toString());
    }
    String command = String.join(" ", texts);
    in.write(command + "\n");
    in.flush();
    String answer = line();
    if (answer.startsWith(Commands.FAILED)) {
      throw new IOException("%s, told '%s': %s".formatted(name, command, answer));
    }
    return answer;
  }

  /**
   * Tells it something and waits for an answer of nothing but numbers.
   *
   * @param words the command and its arguments
   * @return the numbers
   * @throws IOException see {@link #ask}
   */
  public List<Long> askNumbers(Object... words) throws IOException {
    return numbers(ask(words));
  }

  private static List<Long> numbers(String line) {
    return SPACES.splitAsStream(line).map(Long::valueOf).toList();
  }

  /** Kills it (by SIGKILL, where there are signals), if it lives, and waits for its end. */
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
