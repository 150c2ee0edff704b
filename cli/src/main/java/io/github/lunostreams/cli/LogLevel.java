package io.github.lunostreams.cli;

import ch.qos.logback.classic.Level;

/** How much is logged, by the names Python uses. */
enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  /** Nothing here is worse than an error. */
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
