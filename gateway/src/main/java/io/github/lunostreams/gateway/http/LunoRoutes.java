package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.Relay;
import io.github.lunostreams.gateway.fanout.RelayFormat;
import java.util.Optional;
import java.util.function.Function;

/** Where the exchange's own streams are, and who answers there. */
record LunoRoutes(Function<String, Optional<Relay>> relays, RelayFormat format) {
  private static final String BELOW = "/api/1/stream/";

  boolean owns(String path) {
    return path.startsWith(BELOW);
  }

  Optional<Relay> relay(String path) {
    return owns(path) ? relays.apply(pair(path)) : Optional.empty();
  }

  /** Of an unknown pair too: the exchange says so only after the credentials. */
  StreamSession session(String path, Limits limits) {
    return new LunoSession(pair(path), relay(path).orElse(null), format, limits);
  }

  private static String pair(String path) {
    return path.substring(BELOW.length());
  }
}
