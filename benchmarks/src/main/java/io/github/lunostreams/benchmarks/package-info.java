/** The run: which benchmarks there are, in which order they run, and the tables they end in. */
@NullMarked
package io.github.lunostreams.benchmarks;

import org.jspecify.annotations.NullMarked;
