package io.github.lunostreams.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The other end of a {@link Child}: a program that is told what to do in lines on its standard
 * input, and answers each in a line, until its standard input ends.
 */
public final class Commands {
  /** What an answer begins with that tells of a failure. */
  static final String FAILED = "failed: ";

  private Commands() {}

  /** Does what a line says. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Does it.
     *
     * @param command the first word
     * @param args the others
     * @return the answer, of one line
     * @throws Exception if that is not possible; the asker is told
     */
    String answer(String command, List<String> args) throws Exception;
  }

  /**
   * Says that it is ready, then does what it is told until nothing more comes.
   *
   * @param ready the first line
   * @param handler does it
   * @throws IOException if its input can not be read
   */
  public static void serve(String ready, Handler handler) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(ready);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      List<String> words = List.of(line.split(" ", -1));
      out.println(answer(handler, words));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever it is, the asker waits for an answer.
  private static String answer(Handler handler, List<String> words) {
    try {
      return handler.answer(words.getFirst(), words.subList(1, words.size()));
    } catch (Exception e) {
      return FAILED + e.toString().replace('\n', ' ');
    }
  }

  /**
   * What a handler throws when it does not know the word.
   *
   * @param command the word
   * @return to be thrown
   */
  public static IllegalArgumentException unknown(String command) {
    return new IllegalArgumentException("expected a command, got '" + command + "'");
  }
}
