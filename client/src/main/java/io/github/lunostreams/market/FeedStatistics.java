package io.github.lunostreams.market;

import io.github.lunostreams.upstream.Cause;
import java.util.Map;

/**
 * What a stream has counted since its start.
 *
 * @param frames text frames received, keepalives included
 * @param slowPathFrames snapshots and updates that were right, but not in the shape in which the
 *     exchange is known to write, so that the slower decoder read them
 * @param snapshots whole books taken over
 * @param updates updates applied
 * @param trades trades in them
 * @param oldMessages messages dropped because the book was past them
 * @param priceMismatches trades whose counter does not fit the price
 * @param leftOut orders of volume zero, and fills of nothing of orders that are not in the book:
 *     they change no level, so they are left out
 * @param attempts connections tried
 * @param breaks how often a connection or attempt ended, by reason
 * @param hookFailures exceptions thrown by hooks
 */
public record FeedStatistics(
    long frames,
    long slowPathFrames,
    long snapshots,
    long updates,
    long trades,
    long oldMessages,
    long priceMismatches,
    long leftOut,
    long attempts,
    Map<Cause.Reason, Long> breaks,
    long hookFailures) {}
