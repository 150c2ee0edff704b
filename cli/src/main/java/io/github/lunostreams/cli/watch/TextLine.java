package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.Style.Ink;

/** One line of a screen: never wider than it, whatever is put into it. */
final class TextLine {
  private final Style style;
  private final int columns;
  private final StringBuilder text = new StringBuilder();
  private int used;

  TextLine(Style style, int columns) {
    this.style = style;
    this.columns = columns;
  }

  /** Appends what fits. */
  TextLine add(String more, Ink ink) {
    String clean = more.replaceAll("\\p{Cntrl}", " ");
    String fits = clean.length() <= left() ? clean : clean.substring(0, left());
    text.append(style.paint(fits, ink));
    used += fits.length();
    return this;
  }

  TextLine add(String more) {
    return add(more, Ink.PLAIN);
  }

  /** Fills up to a column. */
  TextLine to(int column) {
    return add(" ".repeat(Math.max(0, Math.min(column, columns) - used)));
  }

  int left() {
    return columns - used;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
