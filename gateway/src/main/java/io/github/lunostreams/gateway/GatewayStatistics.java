package io.github.lunostreams.gateway;

import io.github.lunostreams.gateway.fanout.BroadcastStatistics;
import java.util.Map;

/**
 * What a gateway has counted since its start.
 *
 * @param connections how many there are now, HTTP and websocket
 * @param pairs what each market's clients were sent, by the market's code
 */
public record GatewayStatistics(int connections, Map<String, BroadcastStatistics> pairs) {}
