package io.github.lunostreams.gateway.channel;

/**
 * What a market published last.
 *
 * @param number counts what was published
 */
record Published(long number, MarketImage image) {}
