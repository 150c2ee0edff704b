package io.github.lunostreams.market;

import java.time.Duration;
import java.util.Optional;

/**
 * How new what a stream has is.
 *
 * @param sinceText since the last text frame came, keepalives included; empty before the first of
 *     this connection
 * @param sinceUpdate since the book last changed or was confirmed by an empty update; empty before
 *     the first snapshot
 * @param delay of the newest message, from the exchange's timestamp to its arrival by the local
 *     clock; below zero if the clocks differ by more than the way takes. Empty before the first
 *     message, and if the newest has no time that can be read
 */
public record Freshness(
    Optional<Duration> sinceText, Optional<Duration> sinceUpdate, Optional<Duration> delay) {}
