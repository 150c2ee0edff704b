package io.github.lunostreams.upstream;

import java.net.URI;
import java.time.Duration;

/** Opens connections to the exchange. Any thread may use it. */
public interface Connector extends AutoCloseable {
  /**
   * Starts to open a connection and returns at once.
   *
   * @param address where to, {@code wss://ws.luno.com/api/1/stream/XBTZAR} for instance
   * @param timeout how long opening may take
   * @param listener receives its events
   * @return the attempt: it can be aborted before it is open; sending before {@link
   *     Connection.Listener#onOpen} is an error of the caller
   */
  Connection connect(URI address, Duration timeout, Connection.Listener listener);

  /** Aborts what is open and frees the threads. Closing again does nothing. */
  @Override
  void close();
}
