package io.github.lunostreams.book;

import java.math.BigDecimal;

/**
 * An order resting in the book.
 *
 * @param id the exchange's id
 * @param side whether it buys or sells
 * @param price its limit price, in the counter currency for one unit of the base currency
 * @param volume what remains of it, in the base currency
 */
public record Order(String id, Side side, BigDecimal price, BigDecimal volume) {}
