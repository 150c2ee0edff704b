package io.github.lunostreams.benchmarks.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.lunostreams.benchmarks.clients.Clients;
import io.github.lunostreams.benchmarks.clients.Clients.Arrival;
import io.github.lunostreams.benchmarks.clients.Clients.Lags;
import io.github.lunostreams.benchmarks.exchange.BookContent;
import io.github.lunostreams.benchmarks.exchange.ExchangeProcess;
import io.github.lunostreams.benchmarks.exchange.Schedule;
import io.github.lunostreams.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An exchange with one market, which is a process, and clients, which are in this JVM. The server
 * between them is started separately.
 */
final class TestBed implements AutoCloseable {
  /** The busiest market. */
  static final String PAIR = "XBTZAR";

  /** That market's rate at its busiest, updates a second. */
  static final double BUSY = 74;

  private static final List<String> FLAGS = List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError");

  /** An update that arrives so long after the end of its schedule counts as missing. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Descriptors of a process beside those of its clients. */
  private static final int OTHER_FILES = 200;

  final Clients clients;
  final String exchangeUrl;
  private final ChildProcess exchange;

  /**
   * Starts the exchange.
   *
   * @param timeout after which it is killed
   * @param maxClients at a time
   * @param compareBooks whether clients compare their books
   * @param faults of the exchange, in the simulator's syntax
   */
  TestBed(Duration timeout, int maxClients, boolean compareBooks, List<String> faults)
      throws IOException {
    int files = maxClients + OTHER_FILES;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < files) {
      throw new IOException(
          "expected %d file descriptors a process, the system allows %d (ulimit -n)"
              .formatted(files, unix.getMaxFileDescriptorCount()));
    }
    List<String> args = new ArrayList<>(List.of(PAIR, "0"));
    args.addAll(faults);
    exchange = ChildProcess.jvm(ExchangeProcess.class, timeout, FLAGS, args.toArray(String[]::new));
    exchangeUrl = exchange.line();
    clients = new Clients(PAIR, compareBooks);
  }

  /**
   * Whether clients have the exchange's last book.
   *
   * @param equal whether their books are the same, and the exchange's
   * @param contradictions see {@link Clients#contradictions}
   * @param backwards see {@link Clients#backwards}
   */
  record Convergence(Arrival arrival, boolean equal, long contradictions, long backwards) {
    boolean isPerfect() {
      return arrival.isComplete() && equal && contradictions == 0 && backwards == 0;
    }

    @Override
    public String toString() {
      return "%,d of %,d clients; %s; %,d contradictions, %,d backwards"
          .formatted(
              arrival.count(),
              arrival.of(),
              equal ? "the exchange's book" : "NOT the exchange's book",
              contradictions,
              backwards);
    }
  }

  /** The exchange's newest sequence. */
  long sequence() throws IOException {
    return exchange.askNumbers("sequence").getFirst();
  }

  /** Lets the exchange send updates at a rate until it is given another. */
  void rate(double perSecond) throws IOException {
    exchange.ask("rate", perSecond);
  }

  /** Starts a schedule of updates, whose lag is not measured. */
  void send(double perSecond, Duration time) throws IOException {
    exchange.ask("schedule", perSecond, updates(perSecond, time));
  }

  /** Waits for the end of the schedule, and until all clients have its last update. */
  void settle() throws IOException, InterruptedException {
    exchange.ask("finish");
    clients.awaitSequence(sequence(), GRACE);
  }

  /** Lets the exchange send updates on schedule, and measures how late they are received. */
  Lags measureLag(double perSecond, Duration warmup, Duration measured)
      throws IOException, InterruptedException {
    int uncounted = updates(perSecond, warmup);
    int count = uncounted + Math.max(1, updates(perSecond, measured));
    List<Long> started = exchange.askNumbers("schedule", perSecond, count);
    clients.expect(new Schedule(started.get(0), perSecond, started.get(1), uncounted, count));
    settle();
    return clients.lags();
  }

  private static int updates(double perSecond, Duration time) {
    return Math.toIntExact(Math.round(perSecond * time.toMillis() / 1e3));
  }

  /**
   * Waits for the end of the schedule and until all clients that read have the exchange's last
   * book, and compares it with the exchange's own.
   *
   * @param depth levels a side in a frame
   */
  Convergence converge(int depth, Duration timeout) throws IOException, InterruptedException {
    exchange.ask("finish");
    long sequence = sequence();
    Arrival arrival = clients.awaitSequence(sequence, timeout);
    BookContent book = BookContent.parse(exchange.ask("book", depth));
    boolean equal = clients.books(sequence).equals(Set.of(book));
    return new Convergence(arrival, equal, clients.contradictions(), clients.backwards());
  }

  @Override
  public void close() {
    clients.close();
    exchange.close();
  }
}
