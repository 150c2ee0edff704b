/** What an update costs more in a larger book, beside how long memory takes to answer meanwhile. */
@NullMarked
package io.github.lunostreams.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
