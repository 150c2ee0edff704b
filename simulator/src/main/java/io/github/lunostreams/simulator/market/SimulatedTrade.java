package io.github.lunostreams.simulator.market;

import java.math.BigDecimal;

/**
 * One fill of one maker, as the market remembers it.
 *
 * @param sequence the trade's own number, one more than the trade's before
 * @param bookSequence the sequence of the message that carried it
 * @param price the maker's limit, at the market's price scale
 * @param base what changed hands, at the market's volume scale
 * @param counter price times base, exact
 * @param makerOrderId the resting order
 * @param takerOrderId the order that met it
 * @param makerSide the side the maker rested on: on a bid the taker sold, on an ask it bought
 * @param timestamp of the message, milliseconds since the epoch
 */
public record SimulatedTrade(
    long sequence,
    long bookSequence,
    BigDecimal price,
    BigDecimal base,
    BigDecimal counter,
    String makerOrderId,
    String takerOrderId,
    Side makerSide,
    long timestamp) {}
