/** What can go wrong between a market and its connections, at once or on a schedule. */
@NullMarked
package io.github.lunostreams.simulator.fault;

import org.jspecify.annotations.NullMarked;
