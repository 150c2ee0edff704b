package io.github.lunostreams.cli.process;

/** How a line of the log is written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** A JSON object a line, for programs. */
  JSON
}
