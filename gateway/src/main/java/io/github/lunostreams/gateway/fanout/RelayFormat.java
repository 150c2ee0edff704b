package io.github.lunostreams.gateway.fanout;

/**
 * What the exchange's own stream looks like where a {@link Relay} has to speak itself. Updates are
 * not among that: they go through as they came.
 *
 * <p>Called by several threads at a time.
 */
public interface RelayFormat {
  /**
   * Puts a whole book into a frame's text, as the exchange does.
   *
   * @param book all its orders
   * @return UTF-8
   */
  byte[] snapshot(CapturedOrders book);

  /**
   * Looks with how many decimals the exchange writes prices.
   *
   * @param snapshot a frame of the exchange, with a whole book
   * @return 0 if no price in it has any
   */
  int priceDecimals(byte[] snapshot);

  /**
   * Puts a refusal into a frame's text.
   *
   * @param code the exchange's code for such
   * @param words what a person may read
   * @return the text
   */
  String error(String code, String words);

  /**
   * Looks whether a client's first message is what the exchange wants it to be. Which key it shows
   * does not matter.
   *
   * @param message the text; it has a secret, so it is to be forgotten
   * @return whether it has a key's two halves
   */
  boolean isCredentials(String message);
}
