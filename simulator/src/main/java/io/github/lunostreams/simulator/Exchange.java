package io.github.lunostreams.simulator;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections of one simulator share.
 *
 * @param config of the simulator
 * @param markets by pair, in the order they were asked for
 * @param sessions open streams whose credentials were accepted
 */
record Exchange(
    SimulatorConfig config, Map<String, SimulatedMarket> markets, AtomicInteger sessions) {}
