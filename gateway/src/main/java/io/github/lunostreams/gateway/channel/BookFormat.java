package io.github.lunostreams.gateway.channel;

import io.github.lunostreams.book.Trade;
import java.util.List;

/**
 * Encodes a market as the text of a frame, in three parts, so that a frame with other updates'
 * trades can be put together from bytes that exist: what comes before the trades, the trades, and
 * what comes after them.
 *
 * <p>Called by several threads at a time.
 */
public interface BookFormat {
  /**
   * Encodes a market.
   *
   * @param image the market
   * @param depth how many of its price levels a side; 0 for all
   * @return the frame's text around the trades
   */
  Envelope envelope(MarketImage image, int depth);

  /**
   * Encodes trades.
   *
   * @param trades at least one, in the exchange's order
   * @return their text, to stand alone in an {@link Envelope} or beside others, {@link #separator}
   *     between them
   */
  byte[] trades(List<Trade> trades);

  /**
   * Encodes where a market stands, for clients that are sent nothing else.
   *
   * @param image the market
   * @param timeMillis the gateway's clock, milliseconds since the epoch
   * @return a frame's text
   */
  byte[] beat(MarketImage image, long timeMillis);

  /**
   * What stands between two results of {@link #trades}.
   *
   * @return one byte
   */
  byte separator();

  /**
   * A frame's text without its trades.
   *
   * @param beforeTrades the part before them, not to be changed
   * @param afterTrades the part after them, not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; the arrays are the payload.
  record Envelope(byte[] beforeTrades, byte[] afterTrades) {}
}
