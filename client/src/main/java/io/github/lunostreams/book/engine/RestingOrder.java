package io.github.lunostreams.book.engine;

/**
 * An order as the exchange sends it.
 *
 * @param id its id
 * @param price its limit price
 * @param volume its remaining volume
 */
public record RestingOrder(String id, ScaledDecimal price, ScaledDecimal volume) {}
