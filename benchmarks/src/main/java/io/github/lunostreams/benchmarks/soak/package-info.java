/** A gateway that is used and troubled for a long time, and must not grow. */
@NullMarked
package io.github.lunostreams.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
