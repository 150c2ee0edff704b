/**
 * The exchange in a box: seeded order flow, the market stream's wire protocol, the public REST
 * calls and faults on demand, all on one loopback port.
 *
 * <p>{@link io.github.lunostreams.simulator.Simulator} is the way in; a {@link
 * io.github.lunostreams.simulator.SimulatedMarket} is the truth which a client under test is
 * compared with. Nothing here shares code with the client, so that a mistake in one codec can not
 * hide behind the same mistake in the other.
 */
@NullMarked
package io.github.lunostreams.simulator;

import org.jspecify.annotations.NullMarked;
