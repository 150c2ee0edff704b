package io.github.lunostreams.simulator.server;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections of one server share.
 *
 * @param config of the server
 * @param markets by pair, in the order they were asked for
 * @param sessions open streams whose credentials were accepted
 */
record Exchange(ServerConfig config, Map<String, ServedMarket> markets, AtomicInteger sessions) {}
