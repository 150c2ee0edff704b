package io.github.lunostreams.gateway.market;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The price of the trade with the highest sequence. Used under one lock. */
final class LastPrice {
  private @Nullable BigDecimal price;
  private long sequence;

  void traded(long tradeSequence, BigDecimal tradePrice) {
    if (price == null || tradeSequence > sequence) {
      price = tradePrice;
      sequence = tradeSequence;
    }
  }

  /** The exchange counts anew. */
  void forget() {
    price = null;
  }

  Optional<BigDecimal> get() {
    return Optional.ofNullable(price);
  }
}
