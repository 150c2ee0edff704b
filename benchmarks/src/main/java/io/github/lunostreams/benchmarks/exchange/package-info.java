/** The exchange as a process of its own, which says what its book really is. */
@NullMarked
package io.github.lunostreams.benchmarks.exchange;

import org.jspecify.annotations.NullMarked;
