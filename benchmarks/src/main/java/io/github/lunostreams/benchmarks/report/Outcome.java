package io.github.lunostreams.benchmarks.report;

/**
 * How a measurement ended.
 *
 * @param text its tables
 * @param good whether everything was right that is a matter of right and wrong; what is a matter of
 *     speed is not judged by it
 */
public record Outcome(String text, boolean good) {}
