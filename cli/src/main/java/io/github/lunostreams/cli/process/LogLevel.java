package io.github.lunostreams.cli.process;

import ch.qos.logback.classic.Level;

/** How much is logged, by the names Python uses. */
public enum LogLevel {
  /** Everything, the libraries' details too. */
  TRACE,
  /** Details for developers. */
  DEBUG,
  /** Also what goes as it should. */
  INFO,
  /** What may be wrong, and worse. */
  WARNING,
  /** What is wrong. */
  ERROR,
  /** Nothing here is worse than an error: the same as ERROR. */
  CRITICAL;

  Level level() {
    return switch (this) {
      case TRACE -> Level.TRACE;
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR, CRITICAL -> Level.ERROR;
    };
  }
}
