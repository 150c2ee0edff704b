package io.github.lunostreams.cli.watch;

import org.jline.utils.AttributedStyle;

/**
 * What a terminal can show.
 *
 * @param colors whether to use any
 * @param unicode whether bars and lines may be drawn with block characters
 */
public record Style(boolean colors, boolean unicode) {
  /** The colors and weights of text. */
  enum Color {
    PLAIN(AttributedStyle.DEFAULT),
    BOLD(AttributedStyle.BOLD),
    DIM(AttributedStyle.DEFAULT.faint()),
    BID(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)),
    ASK(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)),
    BEST_BID(AttributedStyle.BOLD.foreground(AttributedStyle.GREEN)),
    BEST_ASK(AttributedStyle.BOLD.foreground(AttributedStyle.RED)),
    GOOD(AttributedStyle.BOLD.foreground(AttributedStyle.GREEN)),
    WARNING(AttributedStyle.BOLD.foreground(AttributedStyle.YELLOW)),
    BAD(AttributedStyle.BOLD.foreground(AttributedStyle.RED));

    @SuppressWarnings("ImmutableEnumChecker") // It is immutable, but not marked so.
    private final AttributedStyle attributes;

    Color(AttributedStyle attributes) {
      this.attributes = attributes;
    }
  }

  AttributedStyle attributes(Color color) {
    return colors ? color.attributes : AttributedStyle.DEFAULT;
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

  /** A line between columns: no box-drawing character, which JLine sends in another charset. */
  String upright() {
    return unicode ? "▏" : "|";
  }
}
