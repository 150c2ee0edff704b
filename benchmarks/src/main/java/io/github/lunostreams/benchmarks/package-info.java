/** The command that runs the benchmarks. */
@NullMarked
package io.github.lunostreams.benchmarks;

import org.jspecify.annotations.NullMarked;
