package io.github.lunostreams.gateway.channel;

/**
 * The exchange's own frames, where a {@link LunoChannel} has to write or read them itself. Updates
 * are not among those: they are passed on as they came.
 *
 * <p>Called by several threads at a time.
 */
public interface LunoFormat {
  /**
   * Encodes a whole book as a frame's text, as the exchange does.
   *
   * @param book all its orders
   * @return UTF-8
   */
  byte[] snapshot(CapturedOrders book);

  /**
   * Finds with how many decimals the exchange writes prices.
   *
   * @param snapshot a frame of the exchange, with a whole book
   * @return 0 if no price in it has any
   */
  int priceDecimals(byte[] snapshot);

  /**
   * Encodes a refusal as a frame's text.
   *
   * @param code the exchange's code for it
   * @param words for a person
   * @return the text
   */
  String error(String code, String words);

  /**
   * Whether a client's first message is the one with its credentials. Which key it has does not
   * matter.
   *
   * @param message the text; it has a secret, so it is not to be kept
   * @return whether it has both halves of a key
   */
  boolean isCredentials(String message);
}
