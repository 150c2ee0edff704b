package io.github.lunostreams.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One update message as it goes on the wire, in the market's units; the times are milliseconds
 * since the epoch.
 */
record Update(
    long sequence,
    List<Trade> trades,
    Change.@Nullable NewOrder create,
    @Nullable String delete,
    @Nullable String status,
    long timestamp) {
  /** One fill of one maker. */
  record Trade(long sequence, long price, long base, String maker, String taker) {}
}
