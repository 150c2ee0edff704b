package io.github.lunostreams.rest;

import io.github.lunostreams.upstream.ForeignText;

/** An answer, or a part of it, is not what it should be. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  /** As many characters of a wrong value are shown. */
  private static final int MAX_SHOWN = 40;

  private final String kind;

  Unreadable(String message) {
    this(message, message);
  }

  /** With the value that came; its start, if it is long. */
  static Unreadable got(String value, String expected) {
    return new Unreadable(
        expected, expected + ", got '" + ForeignText.line(value, MAX_SHOWN) + "'");
  }

  private Unreadable(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What was expected, without what came. */
  String kind() {
    return kind;
  }

  /** The same of a row, counted from 1. */
  Unreadable inRow(int number, String name) {
    return new Unreadable(
        kind, "row " + number + (name.isEmpty() ? "" : " (" + name + ")") + ": " + getMessage());
  }
}
