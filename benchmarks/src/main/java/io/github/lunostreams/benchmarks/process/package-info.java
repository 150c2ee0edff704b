/** Processes that measure or are measured: how they are started, given commands, and ended. */
@NullMarked
package io.github.lunostreams.benchmarks.process;

import org.jspecify.annotations.NullMarked;
