package io.github.lunostreams.gateway.fanout;

/**
 * What a broadcast has counted since its start.
 *
 * @param clients who listen now
 * @param published updates and changes of the feed that were handed over
 * @param sent frames given to sockets, all clients together
 * @param conflated updates that clients did not get as a frame of their own, since they were too
 *     far behind; their trades came with a later one
 * @param tooSlow clients closed because even that was too much for them
 */
public record BroadcastStatistics(
    int clients, long published, long sent, long conflated, long tooSlow) {}
