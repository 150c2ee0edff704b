package io.github.lunostreams.benchmarks.load;

/**
 * Whether clients have the exchange's book.
 *
 * @param arrival who has a live book as of the exchange's last sequence
 * @param right whether those have one and the same, and it is the exchange's
 * @param contradictions frames, since the clients' start, with another book than an earlier one of
 *     the same sequence
 * @param backwards frames, since the clients' start, with an older book than the one before on the
 *     same connection
 */
public record Convergence(Arrival arrival, boolean right, long contradictions, long backwards) {
  /** {@return whether all have it, and no frame ever was wrong} */
  public boolean isPerfect() {
    return arrival.isComplete() && right && contradictions == 0 && backwards == 0;
  }

  /** {@return in words for a table} */
  public String words() {
    return "%,d of %,d clients; %s; %,d contradictions, %,d backwards"
        .formatted(
            arrival.there(),
            arrival.of(),
            right ? "the exchange's book" : "NOT the exchange's book",
            contradictions,
            backwards);
  }
}
