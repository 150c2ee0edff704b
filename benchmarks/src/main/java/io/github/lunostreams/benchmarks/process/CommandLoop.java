package io.github.lunostreams.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs inside a {@link ChildProcess}: reads commands from standard input, one a line, and answers
 * each with one line, until standard input ends.
 */
public final class CommandLoop {
  /** The start of an answer to a command that failed. */
  static final String FAILED = "failed: ";

  private CommandLoop() {}

  /** Executes commands. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Executes one command.
     *
     * @return the answer, of one line
     * @throws Exception if the command fails; the sender gets the message
     */
    String answer(String command, List<String> args) throws Exception;
  }

  /** Prints the first line, then executes commands until no more come. */
  public static void run(String ready, Handler handler) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(ready);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> words = List.of(line.split(" ", -1));
      out.println(answer(handler, words));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // The sender waits for an answer, whatever happened.
  private static String answer(Handler handler, List<String> words) {
    try {
      return handler.answer(words.getFirst(), words.subList(1, words.size()));
    } catch (Exception e) {
      return FAILED + e.toString().replace('\n', ' ');
    }
  }

  /** {@return what a handler throws for a command that does not exist} */
  public static IllegalArgumentException unknown(String command) {
    return new IllegalArgumentException("expected a command, got '" + command + "'");
  }
}
