package io.github.lunostreams.rest;

/**
 * Rows of an answer that could not be read and were left out; the other rows were returned.
 *
 * @param call path and query of the call, {@code /api/exchange/1/markets} for instance
 * @param skipped how many rows were left out, at least 1
 * @param read how many rows were returned, at least 1
 * @param kind what was expected of the first of them, without its own values: the same for all rows
 *     that are wrong in the same way, and one of few
 * @param first which row the first of them was, what was expected of it and what came
 */
public record SkippedRows(String call, int skipped, int read, String kind, String first) {}
