package io.github.lunostreams.rest;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Sends calls: over HTTP, or as a test says. */
@FunctionalInterface
interface RestTransport extends AutoCloseable {
  /** All markets take about 40 kB; beyond this the server is not what it should be. */
  int MAX_BODY_BYTES = 16 << 20;

  /**
   * An answer of whatever status.
   *
   * @param body at most one byte more than {@link #MAX_BODY_BYTES}
   * @param retryAfter when to come back, if the answer says so
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; the array is the payload.
  record Answer(int status, byte[] body, Optional<Duration> retryAfter) {}

  /** Sends a GET and reads the whole answer, or gives up when interrupted. */
  Answer get(URI address) throws IOException, InterruptedException;

  /** Frees what it holds. Closing again does nothing. */
  @Override
  default void close() {}
}
