package io.github.lunostreams.gateway;

import io.github.lunostreams.gateway.fanout.BroadcastStatistics;
import io.github.lunostreams.gateway.fanout.RelayStatistics;
import java.util.Map;

/**
 * What a gateway has counted since its start.
 *
 * @param connections how many there are now, HTTP and websocket
 * @param pairs what each market's clients were sent, by the market's code
 * @param relays what the clients of each market's exchange-like stream were sent, by its code
 */
public record GatewayStatistics(
    int connections, Map<String, BroadcastStatistics> pairs, Map<String, RelayStatistics> relays) {}
