/**
 * The exchange in a box: seeded order flow, the market stream's wire protocol, the public REST
 * calls and faults on demand, all on one loopback port.
 *
 * <p>Start with {@link io.github.lunostreams.simulator.Simulator}; compare the client under test
 * with a {@link io.github.lunostreams.simulator.SimulatedMarket}. Nothing here shares code with the
 * client, so that a mistake in one codec cannot hide behind the same mistake in the other.
 *
 * <p>From the top down, each package using only those after it: this one, {@code server}, {@code
 * fault}, {@code wire}, {@code market}.
 */
@NullMarked
package io.github.lunostreams.simulator;

import org.jspecify.annotations.NullMarked;
