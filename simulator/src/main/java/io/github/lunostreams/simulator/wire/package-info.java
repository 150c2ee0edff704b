/**
 * The market stream in bytes: the exchange's frames, and their broadcast to a market's connections.
 */
@NullMarked
package io.github.lunostreams.simulator.wire;

import org.jspecify.annotations.NullMarked;
