package io.github.lunostreams.gateway.http;

/** What the server tells a connection: a user event in its pipeline. */
public enum ServerSignal {
  /** The gateway closes: say so to the client, and close. */
  DRAIN,
  /** Too much waits for all clients, and most for this one: close it. */
  OUTBOUND_MEMORY_EXCEEDED
}
