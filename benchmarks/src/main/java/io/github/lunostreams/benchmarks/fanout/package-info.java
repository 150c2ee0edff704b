/** Lag and frames a second of broadcasts to many clients, ours beside others in the same rounds. */
@NullMarked
package io.github.lunostreams.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
