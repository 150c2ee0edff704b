package io.github.lunostreams.simulator.server;

import java.time.Duration;
import java.time.InstantSource;

/** The part of the simulator's configuration that the server needs. */
public interface ServerConfig {
  /** {@return the address to listen on} */
  String address();

  /** {@return the port to listen on; 0 means any that is free} */
  int port();

  /** {@return how long a client may take to send its credentials} */
  Duration authTimeout();

  /** {@return the time between protocol pings} */
  Duration pingInterval();

  /** {@return the time without text after which {@code ""} is sent} */
  Duration keepaliveInterval();

  /** {@return how many streams may be open at once} */
  int sessionLimit();

  /** {@return how many bytes may wait for one connection} */
  long outboundLimit();

  /** {@return the source of all timestamps} */
  InstantSource clock();

  /**
   * Whether a client with this key is accepted.
   *
   * @param keyId of the key
   * @param secret of the key
   * @return whether it is
   */
  boolean accepts(String keyId, String secret);
}
