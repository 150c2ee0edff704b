package io.github.lunostreams.gateway.http;

/**
 * What a client gets who asked for a stream.
 *
 * @param <S> the kind of stream
 */
public sealed interface Admission<S> {
  /**
   * It may listen, and the market is followed until it leaves.
   *
   * @param source what to listen to
   * @param leave to be called when it no longer does; again does nothing
   */
  record Admitted<S>(S source, Runnable leave) implements Admission<S> {}

  /**
   * It may not.
   *
   * @param why to be told to the client
   */
  record Refused<S>(Refusal why) implements Admission<S> {}
}
