/**
 * What one update, one snapshot and one view of the book cost on one core, beside the baselines
 * that make the figures comparable between machines.
 */
@NullMarked
package io.github.lunostreams.benchmarks.book;

import org.jspecify.annotations.NullMarked;
