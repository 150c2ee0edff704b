package io.github.lunostreams.cli.watch;

import org.jspecify.annotations.Nullable;

/** A message of a gateway's {@code ws /<pair>?beat=1}. */
sealed interface GatewayMessage {
  /**
   * The market after an update, or after its feed changed.
   *
   * @param view as the gateway sent it
   * @param namesSource whether it says where the data come from, as gateways do that know beats
   */
  record Update(MarketView view, boolean namesSource) implements GatewayMessage {}

  /**
   * What the gateway sends when it has sent nothing for 2 s.
   *
   * @param sequence up to which everything was sent; null before the first book
   * @param feed what the book is worth
   */
  record Beat(@Nullable Long sequence, String feed) implements GatewayMessage {}
}
