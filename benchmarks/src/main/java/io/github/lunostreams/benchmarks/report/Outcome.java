package io.github.lunostreams.benchmarks.report;

/**
 * The result of a measurement.
 *
 * @param text its tables
 * @param correct whether everything was correct; speed is not judged here
 */
public record Outcome(String text, boolean correct) {
  /** {@return this result and another's after it} */
  public Outcome and(Outcome other) {
    String gap = text.isEmpty() || other.text.isEmpty() ? "" : "\n";
    return new Outcome(text + gap + other.text, correct && other.correct);
  }
}
