package io.github.lunostreams.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * What a command sees of the world it was started in.
 *
 * @param environment the environment variables
 * @param out for programs: the one line that says a server is ready
 * @param err for people: warnings, errors, hints
 */
record Console(Map<String, String> environment, PrintStream out, PrintStream err) {
  static final String PROGRAM = "luno-streams";

  /** Longest line of an error: what came may be arbitrarily long. */
  private static final int LINE = 400;

  void ready(String url) {
    out.println("listening on " + url);
    out.flush();
  }

  void warn(String message) {
    err.println(PROGRAM + ": warning: " + oneLine(message));
  }

  /** Says what went wrong in one line, and in another what to do about it. */
  void error(String command, String message, String hint) {
    err.println(command + ": " + oneLine(message));
    if (!hint.isEmpty()) {
      err.println("hint: " + oneLine(hint));
    }
  }

  static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LINE ? line.substring(0, LINE) + "…" : line;
  }
}
