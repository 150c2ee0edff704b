package io.github.lunostreams.cli;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.gateway.http.HttpServer;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Credentials;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Runs a gateway until it is told to end, or there is nothing left to serve. */
final class Serving {
  private final Console console;
  private final Shutdown shutdown;

  Serving(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  /** The gateway on the exchange. Returns only by {@link FailedException}. */
  int run(ServeOptions options, List<String> pairs, Credentials credentials)
      throws InterruptedException {
    if (pairs.size() > options.sessions) {
      throw new UsageException(
          "--sessions: expected at least one a pair (%d), got %d"
              .formatted(pairs.size(), options.sessions),
          "name fewer pairs, or more sessions; Luno allows an account 50");
    }
    GatewayConfig.Builder config =
        options
            .gateway
            .config()
            .streamUrl(options.exchange.streamUrl)
            .restUrl(options.exchange.restUrl())
            .feedSettings(options.feed.settings())
            .credentials(credentials)
            .sessions(options.sessions)
            .allPairs(options.allPairs)
            .idleTimeout(options.quietTime)
            .pairs(pairs);
    Pairs.optional(options.optional, pairs).forEach(config::optionalPair);
    return untilAllFailed(start(config.build()), options.exchange);
  }

  /** Starts a gateway that is closed at the end of the program, and says where it listens. */
  Gateway start(GatewayConfig config) {
    Gateway gateway = shutdown.closing(Listening.on(() -> Gateway.start(config)));
    console.ready(gateway.url().toString());
    gateway
        .appPort()
        .ifPresent(
            port ->
                console
                    .err()
                    .println(
                        "page on http://" + HttpServer.hostAndPort(config.address(), port) + "/"));
    return gateway;
  }

  /** Waits for what ends a gateway but a signal. */
  int untilAllFailed(Gateway gateway, ExchangeOptions exchange) throws InterruptedException {
    try {
      Map<Pair, Cause> causes = gateway.allFailed().toCompletableFuture().get();
      throw new FailedException(
          "every pair failed: "
              + new TreeMap<>(causes)
                  .entrySet().stream()
                      .map(failed -> failed.getKey() + " " + failed.getValue())
                      .collect(Collectors.joining("; ")),
          hint(causes, exchange));
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected a gateway's failures, got an exception", e);
    }
  }

  private static String hint(Map<Pair, Cause> causes, ExchangeOptions exchange)
      throws InterruptedException {
    if (causes.values().toString().contains("invalid_credentials")) {
      return "check the key's id and secret";
    }
    List<String> unknown =
        causes.entrySet().stream()
            .filter(failed -> failed.getValue().detail().contains("invalid_market"))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return unknown.isEmpty() ? "" : PairAdvice.hint(unknown, exchange);
  }
}
