package io.github.lunostreams.benchmarks.load;

import io.github.lunostreams.benchmarks.process.Child;
import io.github.lunostreams.benchmarks.servers.Contestant;
import io.github.lunostreams.benchmarks.servers.Counters;
import io.github.lunostreams.benchmarks.servers.Footprint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;

/** A gateway process whose market is live. */
public final class RunningGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 5;

  private final Child process;
  private final HttpClient http;
  private final int port;

  private RunningGateway(Child process, HttpClient http, int port) {
    this.process = process;
    this.http = http;
    this.port = port;
  }

  /**
   * Starts one and waits for its market.
   *
   * @param exchange the address of the exchange
   * @param depth levels a side in a frame
   * @param port to listen on; 0 for any
   * @param bound how long it may live
   * @return it, ready
   * @throws IOException if it can not be started
   * @throws InterruptedException if the thread is to end
   */
  public static RunningGateway start(String exchange, int depth, int port, Duration bound)
      throws IOException, InterruptedException {
    Child process = Contestant.gateway(exchange, Bench.PAIR, depth, port, bound);
    try {
      return awaitLive(process);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /**
   * Waits for the market of a gateway that was started.
   *
   * @param process the gateway, about to say its port
   * @return it, ready
   * @throws IOException if the market is not live in time
   * @throws InterruptedException if the thread is to end
   */
  public static RunningGateway awaitLive(Child process) throws IOException, InterruptedException {
    int port = Integer.parseInt(process.line());
    RunningGateway gateway = new RunningGateway(process, HttpClient.newHttpClient(), port);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!gateway.counters().ready()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("expected a live market within " + PATIENCE);
      }
      Thread.sleep(POLL_MILLIS);
    }
    return gateway;
  }

  /** {@return the port it listens on} */
  public int port() {
    return port;
  }

  /**
   * What it has counted.
   *
   * @return the counters of now
   * @throws IOException if it does not answer
   * @throws InterruptedException if the thread is to end
   */
  public Counters counters() throws IOException, InterruptedException {
    return Counters.of(http, port);
  }

  /**
   * What it takes; it collects its garbage first.
   *
   * @return the footprint of now
   * @throws IOException if it does not answer
   */
  public Footprint footprint() throws IOException {
    return Footprint.of(process.askNumbers("sample"));
  }

  /** Kills it. */
  @Override
  public void close() {
    process.close();
    http.close();
  }
}
