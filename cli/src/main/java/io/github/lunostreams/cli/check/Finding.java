package io.github.lunostreams.cli.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of one check.
 *
 * @param name the check's, in lower case
 * @param outcome whether all is well
 * @param detail the result in words
 * @param figures the result in whole numbers, by name; the name has the unit
 */
public record Finding(String name, Outcome outcome, String detail, Map<String, Long> figures) {
  /** The outcome of a check. */
  public enum Outcome {
    /** As it should be. */
    OK,
    /** The feed is as it should be, but something deserves attention. */
    WARNING,
    /** Something is wrong. */
    FAILED,
    /** The check was not possible, or does not apply. */
    UNKNOWN
  }

  static Finding of(String name, Outcome outcome, String detail) {
    return new Finding(name, outcome, detail, Map.of());
  }

  /** The same with one more figure, after the others. */
  Finding with(String figure, long value) {
    Map<String, Long> more = new LinkedHashMap<>(figures);
    more.put(figure, value);
    return new Finding(name, outcome, detail, more);
  }
}
