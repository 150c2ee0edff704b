package io.github.lunostreams.gateway.channel;

/**
 * What a market's book channels have counted since the start, all depths together.
 *
 * @param clients how many subscriptions there are
 * @param published updates and changes of the feed that were handed over
 * @param sent frames given to sockets, all clients together
 * @param conflated updates that clients did not get as a frame of their own, since they were too
 *     far behind; their trades came with a later one
 * @param tooSlow clients closed because even that was too much for them
 */
public record ChannelStatistics(
    int clients, long published, long sent, long conflated, long tooSlow) {}
