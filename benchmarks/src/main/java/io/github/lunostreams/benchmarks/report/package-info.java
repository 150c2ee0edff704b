/** The options of a run, the figures of several rounds, and tables in Markdown. */
@NullMarked
package io.github.lunostreams.benchmarks.report;

import org.jspecify.annotations.NullMarked;
