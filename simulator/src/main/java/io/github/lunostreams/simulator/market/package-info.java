/**
 * One market without a network: its book, its trades, its random order flow and the pace of it.
 *
 * <p>{@link io.github.lunostreams.simulator.market.MarketState} is what is true of the market; a
 * {@link io.github.lunostreams.simulator.market.Change} applied to it gives the {@link
 * io.github.lunostreams.simulator.market.Update} to publish. Prices and volumes are whole numbers
 * in units of the scales of a {@link io.github.lunostreams.simulator.market.MarketShape}, and
 * {@code BigDecimal} in what tests compare with.
 */
@NullMarked
package io.github.lunostreams.simulator.market;

import org.jspecify.annotations.NullMarked;
