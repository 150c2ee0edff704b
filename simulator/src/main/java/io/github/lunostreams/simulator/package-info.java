/** The exchange in a box. */
@NullMarked
package io.github.lunostreams.simulator;

import org.jspecify.annotations.NullMarked;
