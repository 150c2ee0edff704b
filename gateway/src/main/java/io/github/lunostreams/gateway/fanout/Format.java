package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.book.Trade;
import java.util.List;

/**
 * Turns a market into the text of a frame, in three parts, so that a frame with another book's
 * trades can be put together from bytes that exist: what comes before the trades, the trades, and
 * what comes after them.
 *
 * <p>Called by several threads at a time.
 */
public interface Format {
  /**
   * Puts a market into bytes.
   *
   * @param image the market
   * @return the frame's text around the trades
   */
  Envelope envelope(MarketImage image);

  /**
   * Puts trades into bytes.
   *
   * @param trades at least one, in the exchange's order
   * @return their text, to stand alone in an {@link Envelope} or beside others, {@link #separator}
   *     between them
   */
  byte[] trades(List<Trade> trades);

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
