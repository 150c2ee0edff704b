package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.Relay;
import io.github.lunostreams.gateway.fanout.RelayFormat;

/** Where the exchange's own streams are, and who answers there. */
record LunoRoutes(Streams<Relay> relays, RelayFormat format) {
  private static final String BELOW = "/api/1/stream/";

  boolean owns(String path) {
    return path.startsWith(BELOW);
  }

  boolean has(String path) {
    return owns(path) && relays.has(pair(path));
  }

  /** Of an unknown pair too: the exchange says so only after the credentials. */
  StreamSession session(String path, Limits limits) {
    return new LunoSession(pair(path), relays, format, limits);
  }

  private static String pair(String path) {
    return path.substring(BELOW.length());
  }
}
