/** The way to the exchange: how fast messages come through a connection. */
@NullMarked
package io.github.lunostreams.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
