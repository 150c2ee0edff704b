package io.github.lunostreams.gateway.access;

/**
 * Why a client does not get the market it asked for.
 *
 * @param kind decides how the client is refused
 * @param words for a person; of an unknown market its name
 */
public record Refusal(Kind kind, String words) {
  /** Each is answered in a different way. */
  public enum Kind {
    /** There is no such market. */
    UNKNOWN,
    /** All sessions that the gateway may have at the exchange are taken by other markets. */
    SESSION_LIMIT,
    /** The market is not available now, for another reason. */
    UNAVAILABLE
  }
}
