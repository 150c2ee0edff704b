/** Thousands of clients of one gateway, and its sudden end under them. */
@NullMarked
package io.github.lunostreams.benchmarks.crowd;

import org.jspecify.annotations.NullMarked;
