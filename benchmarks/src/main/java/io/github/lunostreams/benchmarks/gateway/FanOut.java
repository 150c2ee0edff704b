package io.github.lunostreams.benchmarks.gateway;

import io.github.lunostreams.benchmarks.clients.Clients.Lags;
import io.github.lunostreams.benchmarks.clients.Clients.Throughput;
import io.github.lunostreams.benchmarks.gateway.Load.Kind;
import io.github.lunostreams.benchmarks.process.ChildProcess;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.servers.BroadcastServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Lag and throughput of the gateway beside other servers. Exchange and clients are the same
 * throughout; each server is a new process for each load.
 */
public final class FanOut {
  /** For a server to start, and its clients to connect and leave; far more than it takes. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RunOptions options;
  private final Duration warmup;
  private final Duration measured;
  private final FanOutTables tables = new FanOutTables();

  /** Prepares a run. */
  public FanOut(RunOptions options) {
    this.options = options;
    this.warmup = Duration.ofSeconds(options.isShort() ? 2 : 5);
    this.measured = Duration.ofSeconds(options.isShort() ? 2 : 10);
  }

  /**
   * Measures.
   *
   * @return the tables; empty if no load is selected
   * @throws IOException if a process fails
   * @throws InterruptedException if the thread is interrupted
   */
  public Outcome run() throws IOException, InterruptedException {
    List<Load> loads =
        (options.isShort() ? Load.few() : Load.all())
            .stream().filter(load -> options.isWanted(load.key())).toList();
    if (loads.isEmpty()) {
      return new Outcome("", true);
    }
    List<BroadcastServer> servers =
        Arrays.stream(BroadcastServer.values()).filter(BroadcastServer::isInstalled).toList();
    int maxClients = loads.stream().mapToInt(Load::clients).max().orElseThrow();
    Duration timeout = timeout().multipliedBy((long) options.rounds() * loads.size() * 3);
    try (TestBed bed = new TestBed(timeout, maxClients, false, List.of())) {
      for (int round = 0; round < options.rounds(); round++) {
        List<BroadcastServer> order = new ArrayList<>(servers);
        // So that no server is always the first after another load.
        Collections.rotate(order, round);
        for (Load load : loads) {
          for (BroadcastServer server : order) {
            String result = measure(bed, load, server);
            options.log(
                "round %d: %s, %s: %s".formatted(round + 1, load.key(), server.title(), result));
          }
        }
      }
    }
    String title =
        options.title(
            "fan-out, %d s + %d s warm-up a load"
                .formatted(measured.toSeconds(), warmup.toSeconds()));
    String remark =
        servers.contains(BroadcastServer.NODE)
            ? ""
            : "Without Node's ws: npm is missing, or could not fetch ws.\n\n";
    return new Outcome(title + remark + tables.tables(loads), true);
  }

  private Duration timeout() {
    return warmup.plus(measured).plus(SLACK);
  }

  private String measure(TestBed bed, Load load, BroadcastServer server)
      throws IOException, InterruptedException {
    try (ChildProcess process =
        server.start(bed.exchangeUrl, TestBed.PAIR, load.size(), timeout())) {
      int port =
          server == BroadcastServer.GATEWAY
              ? RunningGateway.awaitLive(process).port()
              : Integer.parseInt(process.line());
      bed.clients.connect(port, load.clients(), true);
      Thread.sleep(PAUSE);
      String result =
          load.kind() == Kind.LAG ? lag(bed, load, server) : saturation(bed, load, server);
      // Before the server is killed, or clients would reconnect.
      bed.clients.stop();
      return result;
    }
  }

  private String lag(TestBed bed, Load load, BroadcastServer server)
      throws IOException, InterruptedException {
    bed.send(load.warmupPerSecond(), warmup);
    bed.settle();
    Lags lags = bed.measureLag(load.perSecond(), PAUSE, measured);
    tables.add(load, server, "p50 ms", lags.p50());
    tables.add(load, server, "p99 ms", lags.p99());
    tables.add(load, server, "p99.9 ms", lags.p999());
    tables.add(load, server, "missing", (double) lags.missing());
    return "p99 %s ms".formatted(Table.number(lags.p99()));
  }

  private String saturation(TestBed bed, Load load, BroadcastServer server)
      throws IOException, InterruptedException {
    bed.send(load.perSecond(), warmup.plus(measured).plus(PAUSE));
    Thread.sleep(warmup);
    Throughput throughput = bed.clients.measureThroughput(measured);
    tables.add(load, server, "bytes", throughput.frameBytes());
    tables.add(load, server, "frames/s", throughput.perSecond());
    tables.add(load, server, "MB/s", throughput.perSecond() * throughput.frameBytes() / 1e6);
    return "%s frames/s".formatted(Table.number(throughput.perSecond()));
  }
}
