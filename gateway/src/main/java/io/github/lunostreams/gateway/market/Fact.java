package io.github.lunostreams.gateway.market;

/**
 * Whether the exchange's REST has returned something that no stream contains.
 *
 * @param state pending until the first attempt
 * @param reason why it is missing, in words; else empty
 */
public record Fact(State state, String reason) {
  /** What is known of the fact. */
  public enum State {
    /** REST has not answered yet: nothing may be concluded from what is not there. */
    PENDING,
    /** REST has returned it. */
    KNOWN,
    /** REST was asked and has not returned it; or is not asked at all. It is asked again. */
    MISSING
  }

  static final Fact PENDING = new Fact(State.PENDING, "");
  static final Fact KNOWN = new Fact(State.KNOWN, "");

  static Fact missing(String reason) {
    return new Fact(State.MISSING, reason);
  }

  /** An attempt has failed: what was known stays known. */
  Fact orMissing(String why) {
    return state == State.KNOWN ? this : missing(why);
  }

  /**
   * Whether the first attempt has not ended.
   *
   * @return false if it is known, or known to be missing
   */
  public boolean isPending() {
    return state == State.PENDING;
  }
}
