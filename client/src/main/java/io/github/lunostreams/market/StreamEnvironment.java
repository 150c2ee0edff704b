package io.github.lunostreams.market;

import io.github.lunostreams.connection.Connector;
import io.github.lunostreams.connection.Credentials;
import io.github.lunostreams.loop.EventLoop;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * All that a stream needs from outside: where the exchange is, how to reach it, and everything that
 * waits, tells the time or draws lots. A test or a replay brings its own.
 *
 * @param streamUrl the base of the streams, {@code wss://ws.luno.com} for the live service
 * @param credentials the key to show
 * @param connector opens connections
 * @param loops makes the event loop of a market, given its thread's name
 * @param hookExecutor runs the asynchronous hooks
 * @param random spreads the attempts; shared by all streams, so to be thread-safe
 * @param clock the local time, for events
 * @param budget how many sessions may be open at once; shared by the streams of an account
 * @param settings the stream's patience
 */
public record StreamEnvironment(
    URI streamUrl,
    Credentials credentials,
    Connector connector,
    Function<String, EventLoop> loops,
    Executor hookExecutor,
    RandomGenerator random,
    InstantSource clock,
    SessionBudget budget,
    FeedSettings settings) {
  private static final String MARKET_PATH = "/api/1/stream/";

  URI marketAddress(String pair) {
    String base = streamUrl.toString();
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(trimmed + MARKET_PATH + pair);
  }
}
