package io.github.lunostreams.cli.process;

import io.github.lunostreams.upstream.ForeignText;
import java.io.PrintStream;
import java.util.Map;

/**
 * The environment variables and the standard streams of a command.
 *
 * @param environment the environment variables
 * @param out for programs: the line that says a server is ready
 * @param err for people: warnings, errors, hints
 */
public record Console(Map<String, String> environment, PrintStream out, PrintStream err) {
  /** The program's name. */
  public static final String PROGRAM = "luno-streams";

  /** The longest line of an error, in characters: the texts it quotes have no bound. */
  private static final int MAX_LINE = 400;

  /**
   * Prints where a server listens, once it is ready.
   *
   * @param url its address
   */
  public void ready(String url) {
    out.println("listening on " + url);
    out.flush();
  }

  /**
   * Prints a warning, in one line.
   *
   * @param message never holds a secret
   */
  public void warn(String message) {
    err.println(PROGRAM + ": warning: " + oneLine(message));
  }

  /**
   * Prints what went wrong in one line, and in another what to do about it.
   *
   * @param command the command's full name
   * @param message never holds a secret
   * @param hint may be empty
   */
  public void error(String command, String message, String hint) {
    err.println(command + ": " + oneLine(message));
    if (!hint.isEmpty()) {
      err.println("hint: " + oneLine(hint));
    }
  }

  /**
   * Makes a text fit for a line of output.
   *
   * @param text of any origin
   * @return the text in one line, without characters that steer a terminal, cut if it is very long
   */
  public static String oneLine(String text) {
    return ForeignText.line(text.replaceAll("\\p{Cntrl}+", " ").strip(), MAX_LINE);
  }
}
