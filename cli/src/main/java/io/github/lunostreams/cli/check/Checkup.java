package io.github.lunostreams.cli.check;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Examines the connection to the exchange and follows some markets for a while. Prints nothing:
 * returns the findings. Close it to release the exchange.
 */
public final class Checkup implements AutoCloseable {
  private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);

  private final URI streamUrl;
  private final List<Pair> pairs;
  private final Duration duration;
  private final MeasuringConnector connections =
      new MeasuringConnector(new WebSocketConnector(), System::nanoTime);
  private final LunoStreams luno;
  private final LunoRest rest;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Prepares a check.
   *
   * @param streamUrl the base of the exchange's streams
   * @param restUrl the base of its REST calls
   * @param credentials the key to show
   * @param pairs the markets to follow
   * @param duration how long
   */
  public Checkup(
      URI streamUrl, URI restUrl, Credentials credentials, List<Pair> pairs, Duration duration) {
    this.streamUrl = streamUrl;
    this.pairs = List.copyOf(pairs);
    this.duration = duration;
    // Often enough that even a short check gets an answer.
    Duration pings = duration.dividedBy(5);
    Duration interval = pings.compareTo(Duration.ofSeconds(5)) < 0 ? pings : Duration.ofSeconds(5);
    rest = new LunoRest(restUrl, REST_TIMEOUT);
    luno =
        LunoStreams.builder(credentials)
            .streamUrl(streamUrl)
            .connector(connections)
            .settings(FeedSettings.builder().pingInterval(interval).build())
            .build();
  }

  /**
   * Checks; takes about the duration, or less if there is nothing to wait for.
   *
   * @return the findings of each market, in the order the markets were given
   * @throws InterruptedException if the thread was interrupted meanwhile
   */
  public Map<Pair, List<Finding>> run() throws InterruptedException {
    List<Finding> network = NetworkProbe.probe(streamUrl);
    Map<Pair, List<Finding>> found = new LinkedHashMap<>();
    if (network.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILED)) {
      pairs.forEach(pair -> found.put(pair, network));
      return found;
    }
    Map<PairCheck, Future<Finding>> checks = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      URI address = URI.create(streamUrl + "/api/1/stream/" + pair);
      PairCheck check =
          new PairCheck(
              luno.prepare(pair), connections.measurements(address), InstantSource.system());
      checks.put(check, threads.submit(() -> check.run(rest, duration.toMillis())));
    }
    for (Map.Entry<PairCheck, Future<Finding>> check : checks.entrySet()) {
      Finding book = result(check.getValue());
      List<Finding> findings = new ArrayList<>(network);
      findings.addAll(check.getKey().findings());
      findings.add(book);
      found.put(check.getKey().pair(), findings);
    }
    return found;
  }

  private static Finding result(Future<Finding> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("expected a finding, got an exception", e);
    }
  }

  /** Releases the exchange. Closing again does nothing. */
  @Override
  public void close() {
    threads.shutdownNow();
    luno.close();
    rest.close();
  }
}
