package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.BookContent;
import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.benchmarks.exchange.Recorder;
import io.github.lunostreams.benchmarks.exchange.Recording;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.RunOptions;
import io.github.lunostreams.benchmarks.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records the markets, runs the client's benchmarks round by round, and makes their tables. */
public final class BookBenchmarks {
  private static final String MEMORY_BOOK = "Memory.book";
  private static final String MEMORY_MARKETS = "Memory.markets";

  private final RunOptions options;

  /** Prepares a run. */
  public BookBenchmarks(RunOptions options) {
    this.options = options;
  }

  /**
   * Measures.
   *
   * @throws Exception if a benchmark fails, never because of what it measured
   */
  public Outcome run() throws Exception {
    // JMH would refuse to run beside another JMH on this machine.
    System.setProperty("jmh.ignoreLock", "true");
    List<Row> rows = Row.all().stream().filter(row -> options.isWanted(row.key())).toList();
    Path recordings = record(rows);
    StringBuilder text = new StringBuilder();
    Table memory = new Table("memory", "measured", "goal");
    if (options.isWanted(MEMORY_BOOK)) {
      options.log(MEMORY_BOOK);
      Memory.measureBook(memory, recordings);
    }
    if (options.isWanted(MEMORY_MARKETS)) {
      options.log(MEMORY_MARKETS);
      Memory.measureMarkets(memory, options.isShort() ? 3_000 : 20_000);
    }
    if (!rows.isEmpty()) {
      text.append(table(rows, measure(rows, recordings)));
    }
    if (options.isWanted(MEMORY_BOOK) || options.isWanted(MEMORY_MARKETS)) {
      text.append(rows.isEmpty() ? "" : "\n").append(memory);
    }
    return new Outcome(
        text.isEmpty()
            ? ""
            : options.title(options.isShort() ? "client, short run" : "client") + text,
        true);
  }

  private Path record(List<Row> rows) throws Exception {
    Path directory = Files.createDirectories(options.target().resolve("recordings"));
    Set<RecordedMarket> markets =
        rows.stream()
            .map(Row::market)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(RecordedMarket.class)));
    if (options.isWanted(MEMORY_BOOK)) {
      markets.add(RecordedMarket.XBTZAR);
    }
    for (RecordedMarket market : markets) {
      options.log("recording %s".formatted(market.title()));
      Recording recording = Recorder.record(market, RecordedMarket.UPDATES);
      requireEqualBooks(market, recording);
      recording.write(Recording.file(directory, market));
    }
    return directory;
  }

  /** What is measured must be right first: the client's book ends as the exchange's. */
  private static void requireEqualBooks(RecordedMarket market, Recording recording)
      throws Exception {
    ClientBook client = new ClientBook();
    client.replay(recording);
    if (!BookContent.of(client.book()).equals(recording.book)
        || client.book().orderCount() != recording.orders) {
      throw new IllegalStateException(
          market + ": the client's book is not the exchange's, at " + recording.book.sequence());
    }
  }

  /** All benchmarks in each round, so that a slow machine slows down baselines too. */
  private Map<String, Figure> measure(List<Row> rows, Path recordings) throws Exception {
    JmhRun jmh = new JmhRun(options, recordings);
    Map<String, Figure> figures = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (Row row : rows) {
        Figure figure = jmh.measure(row, round);
        figures.merge(row.key(), figure, Figure::and);
        String nanos = Table.number(figure.nanos().median());
        options.log(
            "round %d of %d: %s %s ns/op".formatted(round, options.rounds(), row.key(), nanos));
      }
    }
    return figures;
  }

  private static Table table(List<Row> rows, Map<String, Figure> figures) {
    Table table =
        new Table(
            "market",
            "benchmark",
            "ns/op",
            "min – max",
            "× byte-sum",
            "× Jackson",
            "rebuild takes ×",
            "B/op",
            "goal");
    for (Row row : rows) {
      Figure figure = Optional.ofNullable(figures.get(row.key())).orElseThrow();
      table.row(
          row.market().title(),
          row.title(),
          Table.number(figure.nanos().median()),
          figure.nanos().range(),
          times(figure, figures.get(row.baselineKey(0))),
          times(figure, figures.get(row.baselineKey(1))),
          times(figures.get(row.baselineKey(2)), figure),
          "%,.1f".formatted(figure.bytes().median()),
          row.goals().stream()
              .map(goal -> Table.verdict(goal.text(), goal.isReachedBy(figure, figures)))
              .collect(Collectors.joining("; ")));
    }
    return table;
  }

  private static String times(@Nullable Figure figure, @Nullable Figure baseline) {
    return figure == null || baseline == null || figure.equals(baseline)
        ? Table.NONE
        : Table.number(figure.times(baseline));
  }
}
