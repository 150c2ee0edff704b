package io.github.lunostreams.cli.watch;

/**
 * What a terminal can show.
 *
 * @param colours whether to use any
 * @param unicode whether bars and lines may be drawn with block characters
 */
public record Style(boolean colours, boolean unicode) {
  /** Ways to set text off, as the parameters of ANSI's "select graphic rendition". */
  enum Ink {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    BID("32"),
    ASK("31"),
    BEST_BID("1;32"),
    BEST_ASK("1;31"),
    GOOD("1;32"),
    WARNING("1;33"),
    BAD("1;31");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  String paint(String text, Ink ink) {
    return colours && !ink.code.isEmpty() && !text.isBlank()
        ? "\033[" + ink.code + "m" + text + "\033[0m"
        : text;
  }

  /** A bar that grows to the right, so many eighths of a cell long. */
  String barToTheRight(int eighths, int width) {
    if (!unicode) {
      return "#".repeat((eighths + 4) / 8) + " ".repeat(width - (eighths + 4) / 8);
    }
    int whole = eighths / 8;
    String part = eighths % 8 == 0 ? "" : Character.toString("▏▎▍▌▋▊▉".charAt(eighths % 8 - 1));
    return "█".repeat(whole) + part + " ".repeat(width - whole - part.length());
  }

  /** A bar that grows to the left: there only half cells can be drawn. */
  String barToTheLeft(int eighths, int width) {
    if (!unicode) {
      return " ".repeat(width - (eighths + 4) / 8) + "#".repeat((eighths + 4) / 8);
    }
    int halves = (eighths + 2) / 4;
    String part = halves % 2 == 0 ? "" : "▐";
    return " ".repeat(width - halves / 2 - part.length()) + part + "█".repeat(halves / 2);
  }

  String upright() {
    return unicode ? "│" : "|";
  }
}
