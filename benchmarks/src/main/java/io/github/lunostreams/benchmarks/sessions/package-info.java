/**
 * What is measured on: streams of the exchange, made once by the simulator from a fixed seed, kept
 * in files, and read from there by every process that measures.
 */
@NullMarked
package io.github.lunostreams.benchmarks.sessions;

import org.jspecify.annotations.NullMarked;
