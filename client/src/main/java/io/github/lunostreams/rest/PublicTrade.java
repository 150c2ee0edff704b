package io.github.lunostreams.rest;

import io.github.lunostreams.book.TradeType;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade as REST returns it: without the orders that made it.
 *
 * @param sequence the trade's own number in its market, the same as in the stream
 * @param timestamp when it was, to the millisecond
 * @param price in the counter currency for one unit of the base currency
 * @param volume in the base currency
 * @param type what the taker did
 */
public record PublicTrade(
    long sequence, Instant timestamp, BigDecimal price, BigDecimal volume, TradeType type) {}
