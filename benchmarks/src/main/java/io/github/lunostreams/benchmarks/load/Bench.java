package io.github.lunostreams.benchmarks.load;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.lunostreams.benchmarks.clients.ClientProcess;
import io.github.lunostreams.benchmarks.clients.OpenLoop;
import io.github.lunostreams.benchmarks.exchange.ExchangeProcess;
import io.github.lunostreams.benchmarks.exchange.TrueBook;
import io.github.lunostreams.benchmarks.process.Child;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An exchange with one market, and clients; what is between them comes and goes. Each is a process,
 * on loopback, and ends with this.
 */
public final class Bench implements AutoCloseable {
  /** The busiest market. */
  public static final String PAIR = "XBTZAR";

  private static final String PATH = "/" + PAIR;
  private static final List<String> FLAGS = List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError");
  private static final long CONNECT_MILLIS = 60_000;

  /** What comes that long after the end of a schedule is as good as lost. */
  private static final long GRACE_MILLIS = 10_000;

  /** Descriptors of a process beside those of its clients. */
  private static final int OTHER_FILES = 200;

  private final Child exchange;
  private final Child clients;
  private final String exchangeUrl;

  private Bench(Child exchange, Child clients) throws IOException {
    this(exchange, clients, exchange.line());
  }

  private Bench(Child exchange, Child clients, String exchangeUrl) throws IOException {
    this.exchange = exchange;
    this.clients = clients;
    this.exchangeUrl = exchangeUrl;
    clients.line();
  }

  /**
   * The same exchange with other clients.
   *
   * @param others which answer as {@link ClientProcess} does what they are asked; just started
   * @return to be used for as long as both processes live, and not to be closed
   * @throws IOException if they do not get ready
   */
  public Bench with(Child others) throws IOException {
    return new Bench(exchange, others, exchangeUrl);
  }

  /**
   * Starts both.
   *
   * @param bound how long they may live
   * @param mostClients how many clients there will be at a time
   * @param compareBooks whether clients compare their books; costs them something a frame
   * @param faults what the exchange does wrong, as the simulator writes it
   * @return both, ready
   * @throws IOException if they can not be started
   */
  public static Bench open(
      Duration bound, int mostClients, boolean compareBooks, List<String> faults)
      throws IOException {
    requireFiles(mostClients);
    List<String> exchangeArgs = new ArrayList<>(List.of(PAIR));
    exchangeArgs.addAll(faults);
    Child exchange =
        Child.jvm(ExchangeProcess.class, bound, FLAGS, exchangeArgs.toArray(String[]::new));
    try {
      Child clients =
          Child.jvm(
              ClientProcess.class,
              bound,
              FLAGS,
              compareBooks ? new String[] {"compare"} : new String[0]);
      try {
        return new Bench(exchange, clients);
      } catch (IOException e) {
        clients.close();
        throw e;
      }
    } catch (IOException e) {
      exchange.close();
      throw e;
    }
  }

  private static void requireFiles(int clients) throws IOException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() < clients + OTHER_FILES) {
      throw new IOException(
          "expected %d file descriptors a process for %d clients, the system allows %d (ulimit -n)"
              .formatted(clients + OTHER_FILES, clients, unix.getMaxFileDescriptorCount()));
    }
  }

  /** {@return the address of the exchange's streams} */
  public String exchangeUrl() {
    return exchangeUrl;
  }

  /** {@return the exchange, see {@link ExchangeProcess}} */
  public Child exchange() {
    return exchange;
  }

  /** {@return the clients, see {@link ClientProcess}} */
  public Child clients() {
    return clients;
  }

  /**
   * Adds clients.
   *
   * @param port what they connect to
   * @param count how many
   * @param read whether they read what comes
   * @throws IOException if not all are connected in time
   */
  public void connect(int port, int count, boolean read) throws IOException {
    clients.ask("connect", port, PATH, count, reading(read), CONNECT_MILLIS);
  }

  private static String reading(boolean read) {
    return read ? "read" : "stall";
  }

  /**
   * Lets clients go, whoever it may be, and as many others come.
   *
   * @param port what they connect to
   * @param count how many
   * @param read whether it is those who read what comes
   * @throws IOException if the clients do not answer
   */
  public void replace(int port, int count, boolean read) throws IOException {
    clients.ask("replace", port, PATH, count, reading(read));
  }

  /**
   * Lets all clients go.
   *
   * @throws IOException if the clients do not answer
   */
  public void leave() throws IOException {
    clients.ask("leave");
  }

  /**
   * Lets the exchange send updates at their times, and clients count how late they come.
   *
   * @param perSecond how many updates a second
   * @param warmup for how long they are not counted
   * @param measured for how long they are
   * @return the schedule; the first is due in a moment
   * @throws IOException if the processes do not answer
   */
  public OpenLoop schedule(double perSecond, Duration warmup, Duration measured)
      throws IOException {
    int uncounted = updates(perSecond, warmup);
    int count = uncounted + Math.max(1, updates(perSecond, measured));
    List<Long> started = exchange.askNumbers("schedule", perSecond, count);
    OpenLoop schedule = new OpenLoop(started.get(0), perSecond, started.get(1), uncounted, count);
    List<Object> command = new ArrayList<>(List.of("expect"));
    command.addAll(schedule.words());
    clients.ask(command.toArray());
    return schedule;
  }

  /**
   * Lets the exchange send updates, whose lateness nobody counts.
   *
   * @param perSecond how many updates a second
   * @param time for so long
   * @throws IOException if the exchange does not answer
   */
  public void flood(double perSecond, Duration time) throws IOException {
    exchange.ask("schedule", perSecond, updates(perSecond, time));
  }

  /**
   * Waits until the exchange has sent what it was told to, and everybody has that.
   *
   * @throws IOException if the processes do not answer
   */
  public void settle() throws IOException {
    long sequence = exchange.askNumbers("finish").getFirst();
    clients.ask("await", sequence, 0, GRACE_MILLIS);
  }

  private static int updates(double perSecond, Duration time) {
    return Math.toIntExact(Math.round(perSecond * time.toMillis() / 1e3));
  }

  /**
   * Waits for the end of a schedule, and until everybody has its last update or that has taken too
   * long.
   *
   * @param schedule the running one
   * @return how late its updates came
   * @throws IOException if the processes do not answer
   */
  public Lags lags(OpenLoop schedule) throws IOException {
    exchange.ask("finish");
    clients.ask("await", schedule.last(), 0, GRACE_MILLIS);
    return Lags.of(clients.askNumbers("lag"));
  }

  /**
   * Counts what clients get.
   *
   * @param time for so long
   * @return their frames
   * @throws IOException if the clients do not answer
   * @throws InterruptedException if the thread is to end
   */
  public Delivered deliveredIn(Duration time) throws IOException, InterruptedException {
    List<Long> before = clients.askNumbers("count");
    Thread.sleep(time);
    List<Long> after = clients.askNumbers("count");
    return new Delivered(
        after.get(0) - before.get(0), after.get(1) - before.get(1), after.get(2) - before.get(2));
  }

  /**
   * Waits until all readers have a live book.
   *
   * @param sequence as of this sequence or newer
   * @param sinceNanos over connections opened at this time or later; of {@link System#nanoTime}, 0
   *     for any
   * @param patience for so long at the most
   * @return who has
   * @throws IOException if the clients do not answer
   */
  public Arrival await(long sequence, long sinceNanos, Duration patience) throws IOException {
    List<Long> answer = clients.askNumbers("await", sequence, sinceNanos, patience.toMillis());
    return new Arrival(
        answer.get(0),
        answer.get(1),
        Duration.ofMillis(answer.get(2)),
        Duration.ofMillis(answer.get(3)),
        Duration.ofMillis(answer.get(4)));
  }

  /**
   * Waits for the end of a schedule and until all readers have the exchange's last book, and
   * compares it with the exchange's.
   *
   * @param depth levels a side that clients get
   * @param patience for so long at the most
   * @return whether all have it
   * @throws IOException if the processes do not answer
   */
  public Convergence converge(int depth, Duration patience) throws IOException {
    exchange.ask("finish");
    long sequence = exchange.askNumbers("sequence").getFirst();
    Arrival arrival = await(sequence, 0, patience);
    String[] books = clients.ask("books", sequence).split(" ", 2);
    TrueBook truth = TrueBook.parse(exchange.ask("book", depth));
    boolean right =
        books.length == 2 && books[0].equals("1") && TrueBook.parse(books[1]).equals(truth);
    List<Long> standing = clients.askNumbers("standing");
    return new Convergence(arrival, right, standing.get(4), standing.get(5));
  }

  @Override
  public void close() {
    clients.close();
    exchange.close();
  }
}
