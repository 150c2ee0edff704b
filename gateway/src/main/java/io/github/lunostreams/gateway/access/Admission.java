package io.github.lunostreams.gateway.access;

/**
 * What a client gets who asked for a market.
 *
 * @param <T> what it may use if it is admitted
 */
public sealed interface Admission<T> {
  /**
   * It is admitted, and the market is followed until it leaves.
   *
   * @param granted what it may use
   * @param leave to be called when it leaves; calling again does nothing
   */
  record Admitted<T>(T granted, Runnable leave) implements Admission<T> {}

  /**
   * It is refused.
   *
   * @param why for the client
   */
  record Refused<T>(Refusal why) implements Admission<T> {}
}
