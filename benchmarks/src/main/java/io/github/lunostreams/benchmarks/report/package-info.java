/** Figures of several rounds, the ratios between them, and tables of both. */
@NullMarked
package io.github.lunostreams.benchmarks.report;

import org.jspecify.annotations.NullMarked;
