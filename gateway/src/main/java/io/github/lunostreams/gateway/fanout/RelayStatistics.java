package io.github.lunostreams.gateway.fanout;

/**
 * What a relay has counted since its start.
 *
 * @param clients who listen or wait now
 * @param relayed updates that the exchange sent
 * @param sent frames given to sockets, all clients together
 * @param interrupted clients closed because the exchange was lost
 * @param tooSlow clients closed because they fell too far behind
 * @param captured how often the book was copied for clients that came long after the exchange's
 *     snapshot
 */
public record RelayStatistics(
    int clients, long relayed, long sent, long interrupted, long tooSlow, long captured) {}
