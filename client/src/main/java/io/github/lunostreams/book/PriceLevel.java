package io.github.lunostreams.book;

import java.math.BigDecimal;

/**
 * All orders resting at one price of one side, added up.
 *
 * @param price the limit price, in the counter currency for one unit of the base currency
 * @param volume the orders' remaining volume together, in the base currency
 * @param orders how many orders rest there, at least 1
 */
public record PriceLevel(BigDecimal price, BigDecimal volume, int orders) {}
