package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.gateway.Gateway;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.gateway.http.HttpServer;
import io.github.lunostreams.upstream.Cause;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Runs a gateway until a signal ends the program, or every pair has failed. */
final class GatewayRunner {
  private final Console console;
  private final Shutdown shutdown;

  GatewayRunner(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  /** Starts a gateway that is closed at the end of the program, and prints where it listens. */
  Gateway start(GatewayConfig config) {
    Gateway gateway;
    try {
      gateway = shutdown.closing(Gateway.start(config));
    } catch (IOException e) {
      throw FailedException.cannotListen(e);
    }
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

  /**
   * Waits until every pair has failed; never returns.
   *
   * @param restUrl the base of the exchange's REST calls, for advice on unknown pairs
   */
  int awaitFailure(Gateway gateway, URI restUrl) throws InterruptedException {
    try {
      Map<Pair, Cause> causes = new TreeMap<>(gateway.allFailed().toCompletableFuture().get());
      String each =
          causes.entrySet().stream()
              .map(failed -> failed.getKey() + " " + failed.getValue())
              .collect(Collectors.joining("; "));
      throw new FailedException("every pair failed: " + each, hint(causes, restUrl));
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected a gateway's failures, got an exception", e);
    }
  }

  private static String hint(Map<Pair, Cause> causes, URI restUrl) throws InterruptedException {
    if (causes.values().stream().anyMatch(cause -> cause.isRefusal("invalid_credentials"))) {
      return "check the key's id and secret";
    }
    List<String> unknown =
        causes.entrySet().stream()
            .filter(failed -> failed.getValue().isRefusal("invalid_market"))
            .map(failed -> failed.getKey().code())
            .toList();
    return unknown.isEmpty() ? "" : PairSuggestions.hint(unknown, restUrl);
  }
}
