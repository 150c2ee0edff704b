package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.process.ChildProcess;
import io.github.lunostreams.benchmarks.servers.BroadcastServer;
import io.github.lunostreams.benchmarks.servers.ProcessUsage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway process whose market is live. */
final class RunningGateway implements AutoCloseable {
  private static final Duration LIVE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 5;

  private final ChildProcess process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  private RunningGateway(ChildProcess process) throws IOException {
    this.process = process;
    this.port = Integer.parseInt(process.line());
  }

  /** Starts a gateway and waits for its market; port 0 is any. */
  static RunningGateway start(String exchange, int depth, int port, Duration timeout)
      throws IOException, InterruptedException {
    ChildProcess process = BroadcastServer.gateway(exchange, TestBed.PAIR, depth, port, timeout);
    try {
      return awaitLive(process);
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /** Waits for the market of a gateway that was just started. */
  static RunningGateway awaitLive(ChildProcess process) throws IOException, InterruptedException {
    RunningGateway gateway = new RunningGateway(process);
    long end = System.nanoTime() + LIVE_TIMEOUT.toNanos();
    while (gateway.readiness().statusCode() != 200) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("expected a live market within " + LIVE_TIMEOUT);
      }
      Thread.sleep(POLL_MILLIS);
    }
    return gateway;
  }

  private HttpResponse<String> readiness() throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + "/readyz");
    return http.send(
        HttpRequest.newBuilder(address).timeout(REQUEST_TIMEOUT).build(), BodyHandlers.ofString());
  }

  int port() {
    return port;
  }

  /** One of the numbers at {@code /readyz}. */
  long counter(String name) throws IOException, InterruptedException {
    String body = readiness().body();
    Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(body);
    if (!matcher.find()) {
      throw new IOException("expected '%s' in %s".formatted(name, body));
    }
    return Long.parseLong(matcher.group(1));
  }

  /** Its usage after a full collection. */
  ProcessUsage usage() throws IOException {
    return ProcessUsage.of(process.askNumbers("usage"));
  }

  /** Kills it. */
  @Override
  public void close() {
    process.close();
    http.close();
  }
}
