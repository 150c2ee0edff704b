package io.github.lunostreams.cli.watch;

import io.github.lunostreams.cli.watch.Style.Color;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** One line of a screen, which never gets wider than the screen. */
final class TextLine {
  private final Style style;
  private final int columns;
  private final AttributedStringBuilder text = new AttributedStringBuilder();

  TextLine(Style style, int columns) {
    this.style = style;
    this.columns = columns;
  }

  /** Appends what fits, without the characters that could move the cursor. */
  TextLine add(String more, Color color) {
    String printable = more.replaceAll("[\\p{Cc}\\p{Cf}]", " ");
    AttributedString styled = new AttributedString(printable, style.attributes(color));
    text.append(styled.columnSubSequence(0, columns - text.columnLength()));
    return this;
  }

  TextLine add(String more) {
    return add(more, Color.PLAIN);
  }

  /** Fills up to a column. */
  TextLine to(int column) {
    return add(" ".repeat(Math.max(0, Math.min(column, columns) - text.columnLength())));
  }

  AttributedString toAttributedString() {
    return text.toAttributedString();
  }
}
