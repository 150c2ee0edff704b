package io.github.lunostreams.rest;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A market at a glance, as REST returns it.
 *
 * @param pair the market
 * @param timestamp when the exchange said so, to the millisecond
 * @param bid the highest bid, in the counter currency; 0 if there is none
 * @param ask the lowest ask, in the counter currency; 0 if there is none
 * @param lastTrade the newest trade's price, in the counter currency; 0 if there is none
 * @param rolling24HourVolume what was traded in the 24 hours before, in the base currency
 * @param status what traders may do; {@link MarketStatus#UNKNOWN} if the exchange did not say
 */
public record Ticker(
    Pair pair,
    Instant timestamp,
    BigDecimal bid,
    BigDecimal ask,
    BigDecimal lastTrade,
    BigDecimal rolling24HourVolume,
    MarketStatus status) {}
