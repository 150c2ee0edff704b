package io.github.lunostreams.cli.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one of the checks found.
 *
 * @param name the check's, in lower case
 * @param outcome how it went
 * @param detail for people
 * @param figures for programs: whole numbers by name, their unit in it
 */
public record Finding(String name, Outcome outcome, String detail, Map<String, Long> figures) {
  /** How a check went. */
  public enum Outcome {
    /** As it should be. */
    OK,
    /** Nothing is wrong with the feed, but someone should know. */
    WARNING,
    /** Something is wrong. */
    FAILED,
    /** It could not be told, or has no meaning here. */
    UNKNOWN
  }

  static Finding of(String name, Outcome outcome, String detail) {
    return new Finding(name, outcome, detail, Map.of());
  }

  /** The same with a figure more, after the others. */
  Finding with(String figure, long value) {
    Map<String, Long> more = new LinkedHashMap<>(figures);
    more.put(figure, value);
    return new Finding(name, outcome, detail, more);
  }
}
