package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.rest.Market;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Optional;

/** What no stream tells of the markets; empty as long as it is not known. Any thread may ask. */
interface Facts {
  /** Where nobody tells any. */
  Facts NONE = new Facts() {};

  /** The exchange's markets, in its order; empty if it never told them. */
  default Optional<Collection<Market>> markets() {
    return Optional.empty();
  }

  /** A market's parameters. */
  default Optional<Market> market(String pair) {
    return Optional.empty();
  }

  /** What was traded in 24 hours. */
  default Optional<BigDecimal> dayVolume(String pair) {
    return Optional.empty();
  }

  /** The price of the newest trade. */
  default Optional<BigDecimal> lastTrade(String pair) {
    return Optional.empty();
  }
}
