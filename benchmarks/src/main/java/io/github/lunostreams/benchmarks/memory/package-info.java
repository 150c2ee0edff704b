/** How much heap a book takes, and how many markets fit into a small one. */
@NullMarked
package io.github.lunostreams.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
