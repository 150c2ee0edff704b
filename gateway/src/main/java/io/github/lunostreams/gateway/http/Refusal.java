package io.github.lunostreams.gateway.http;

/**
 * Why somebody who asked for a market does not get it.
 *
 * @param kind decides how it is said
 * @param words for a person; of an unknown market its name
 */
public record Refusal(Kind kind, String words) {
  /** What there are different answers for. */
  public enum Kind {
    /** There is no such market. */
    UNKNOWN,
    /** All sessions that the gateway may have at the exchange are taken by other markets. */
    SESSION_LIMIT,
    /** The market cannot be had now, for another reason. */
    UNAVAILABLE
  }
}
