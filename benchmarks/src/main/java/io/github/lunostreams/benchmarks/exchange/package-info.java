/** The simulated exchange: recordings of its streams, and a process that runs it. */
@NullMarked
package io.github.lunostreams.benchmarks.exchange;

import org.jspecify.annotations.NullMarked;
