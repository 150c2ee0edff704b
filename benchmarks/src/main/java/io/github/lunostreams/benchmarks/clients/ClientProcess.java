package io.github.lunostreams.benchmarks.clients;

import io.github.lunostreams.benchmarks.process.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * A JVM of its own with all clients of a measurement. What it is told, and answers:
 *
 * <pre>
 *   connect PORT PATH COUNT read|stall MILLIS   adds clients, waits for their connections
 *   replace PORT PATH COUNT read|stall   lets some go and others come
 *   leave                       lets all go
 *   expect …                    counts lags from an {@link OpenLoop} from now on
 *   lag                         p50 p99 p99.9 max (nanoseconds), updates × clients, those that never came
 *   count                       frames and bytes since the start, and the time, nanoseconds
 *   await SEQUENCE NANOS MILLIS until all readers have a live book as of that sequence, over connections
 *                               opened since that moment; answers how many, of how many, after how many ms, and
 *                               after how many ms half of them and 99 in 100 had it
 *   books SEQUENCE              how many different books readers have at that sequence, and one's frame
 *   standing                    readers, open ones, open stalled ones, connections since the start,
 *                               contradicting books, sequences going backwards
 *   closes                      CODE=COUNT …, -1 for connections that broke
 * </pre>
 */
public final class ClientProcess {
  private static final double[] PERCENTILES = {50, 99, 99.9};
  private static final long POLL_MILLIS = 5;
  private static final long SEED = 74;

  private final Clients clients;

  private ClientProcess(Clients clients) {
    this.clients = clients;
  }

  /**
   * Does what its standard input says.
   *
   * @param args {@code compare} if books of equal sequences are to be compared, for which each is
   *     read
   * @throws IOException if there is no more to read
   */
  public static void main(String[] args) throws IOException {
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    boolean compare = List.of(args).contains("compare");
    ClientProcess process = new ClientProcess(new Clients(threads, compare, SEED));
    Commands.serve("ready", process::answer);
    // Event loops are daemons and end with this.
  }

  private String answer(String command, List<String> args)
      throws InterruptedException, ExecutionException, TimeoutException {
    return switch (command) {
      case "connect" -> {
        clients.connect(
            target(args), Integer.parseInt(args.get(2)), reads(args), Long.parseLong(args.get(4)));
        yield "ok";
      }
      case "replace" -> {
        clients.replace(target(args), Integer.parseInt(args.get(2)), reads(args));
        yield "ok";
      }
      case "leave" -> {
        clients.leave();
        yield "ok";
      }
      case "expect" -> {
        clients.expect(OpenLoop.of(args));
        yield "ok";
      }
      case "lag" -> lag();
      case "count" -> count();
      case "await" ->
          await(
              Long.parseLong(args.get(0)),
              Long.parseLong(args.get(1)),
              Long.parseLong(args.get(2)));
      case "books" -> books(Long.parseLong(args.getFirst()));
      case "standing" -> standing();
      case "closes" -> closes();
      default -> throw Commands.unknown(command);
    };
  }

  private String books(long sequence)
      throws InterruptedException, ExecutionException, TimeoutException {
    Collection<byte[]> books = clients.books(sequence);
    return books.size()
        + books.stream()
            .findFirst()
            .map(text -> " " + new String(text, StandardCharsets.UTF_8))
            .orElse("");
  }

  private static boolean reads(List<String> args) {
    return args.get(3).equals("read");
  }

  private static Target target(List<String> args) {
    return new Target(Integer.parseInt(args.get(0)), args.get(1));
  }

  private String lag() throws InterruptedException, ExecutionException, TimeoutException {
    clients.finish();
    Histogram all = new Histogram(3);
    long missing = 0;
    for (long each :
        clients.each(
            tally -> {
              tally.addLagsTo(all);
              return tally.missing();
            })) {
      missing += each;
    }
    StringBuilder answer = new StringBuilder();
    for (double percentile : PERCENTILES) {
      answer.append(all.getValueAtPercentile(percentile)).append(' ');
    }
    return answer
        .append(all.getMaxValue())
        .append(' ')
        .append(all.getTotalCount())
        .append(' ')
        .append(missing)
        .toString();
  }

  private String count() throws InterruptedException, ExecutionException, TimeoutException {
    long[] sums = new long[2];
    for (long[] each : clients.each(tally -> new long[] {tally.frames, tally.bytes})) {
      sums[0] += each[0];
      sums[1] += each[1];
    }
    return sums[0] + " " + sums[1] + " " + System.nanoTime();
  }

  private String await(long sequence, long sinceNanos, long millis)
      throws InterruptedException, ExecutionException, TimeoutException {
    long start = System.nanoTime();
    long half = millis;
    long most = millis;
    while (true) {
      int ready = clients.countReading(client -> client.has(sequence, sinceNanos));
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      half = ready * 2L >= clients.readers() ? Math.min(half, waited) : half;
      most = ready * 100L >= clients.readers() * 99L ? Math.min(most, waited) : most;
      if (ready == clients.readers() || waited >= millis) {
        return "%d %d %d %d %d".formatted(ready, clients.readers(), waited, half, most);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private String standing() throws InterruptedException, ExecutionException, TimeoutException {
    long[] sums = new long[3];
    for (long[] each :
        clients.each(tally -> new long[] {tally.opened, tally.contradictions, tally.backwards})) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += each[i];
      }
    }
    return "%d %d %d %d %d %d"
        .formatted(
            clients.readers(),
            clients.countReading(Client::isOpen),
            clients.countStalled(Client::isOpen),
            sums[0],
            sums[1],
            sums[2]);
  }

  private String closes() throws InterruptedException, ExecutionException, TimeoutException {
    Map<Integer, Integer> all = new TreeMap<>();
    for (Map<Integer, Integer> each : clients.each(tally -> Map.copyOf(tally.closes))) {
      each.forEach((code, count) -> all.merge(code, count, Integer::sum));
    }
    return String.join(
        " ", all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
