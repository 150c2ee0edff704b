/** Clients that take nothing: what they do to those beside them, to the feed and to the memory. */
@NullMarked
package io.github.lunostreams.benchmarks.stalled;

import org.jspecify.annotations.NullMarked;
