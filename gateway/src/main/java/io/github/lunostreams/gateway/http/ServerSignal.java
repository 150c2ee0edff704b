package io.github.lunostreams.gateway.http;

/** A message of the server to a connection: a user event in its pipeline. */
public enum ServerSignal {
  /** The gateway closes: say so to the client, and close. */
  DRAIN,
  /** Too much waits for all clients, and most for this one: close it. */
  OUTBOUND_MEMORY_EXCEEDED
}
