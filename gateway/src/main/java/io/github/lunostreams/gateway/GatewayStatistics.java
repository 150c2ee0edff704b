package io.github.lunostreams.gateway;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.channel.ChannelStatistics;
import io.github.lunostreams.gateway.channel.LunoChannelStatistics;
import java.util.Map;

/**
 * What a gateway has counted since its start.
 *
 * @param connections how many there are now, HTTP and websocket
 * @param pairs what the clients of each market's book channels were sent, by market
 * @param luno what the clients of each market's exchange-like stream were sent, by market
 */
public record GatewayStatistics(
    int connections, Map<Pair, ChannelStatistics> pairs, Map<Pair, LunoChannelStatistics> luno) {}
