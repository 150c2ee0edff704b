package io.github.lunostreams.benchmarks.report;

/**
 * The result of a measurement.
 *
 * @param text its tables
 * @param correct whether everything was correct; speed is not judged here
 */
public record Outcome(String text, boolean correct) {}
