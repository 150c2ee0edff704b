package io.github.lunostreams.rest;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Pair;
import java.math.BigDecimal;

/**
 * One of the exchange's markets and its rules for orders.
 *
 * @param pair the market
 * @param base the currency that is traded
 * @param counter the currency it is paid with
 * @param priceScale the decimals of an order's price; negative if its last digits must be zero
 * @param volumeScale the decimals of an order's volume
 * @param feeScale the decimals of a fee; 0 if the exchange did not say
 * @param minPrice an order's lowest price, in the counter currency
 * @param maxPrice an order's highest price, in the counter currency
 * @param minVolume an order's smallest volume, in the base currency
 * @param maxVolume an order's largest volume, in the base currency
 * @param status what traders may do; {@link MarketStatus#UNKNOWN} if the exchange did not say
 */
public record Market(
    Pair pair,
    String base,
    String counter,
    int priceScale,
    int volumeScale,
    int feeScale,
    BigDecimal minPrice,
    BigDecimal maxPrice,
    BigDecimal minVolume,
    BigDecimal maxVolume,
    MarketStatus status) {}
