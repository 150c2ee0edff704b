package io.github.lunostreams.gateway.channel;

/**
 * What a {@link LunoChannel} has counted since its start.
 *
 * @param clients how many subscriptions there are, those that wait for a book included
 * @param relayed updates that the exchange sent
 * @param sent frames given to sockets, all clients together
 * @param interrupted clients closed because the exchange was lost
 * @param tooSlow clients closed because they fell too far behind
 * @param captured how often the book was copied for clients that joined long after the exchange's
 *     snapshot
 */
public record LunoChannelStatistics(
    int clients, long relayed, long sent, long interrupted, long tooSlow, long captured) {}
