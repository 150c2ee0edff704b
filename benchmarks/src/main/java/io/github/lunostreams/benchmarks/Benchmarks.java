package io.github.lunostreams.benchmarks;

import io.github.lunostreams.benchmarks.RunOptions.Effort;
import io.github.lunostreams.benchmarks.RunOptions.Mode;
import io.github.lunostreams.benchmarks.RunOptions.UsageException;
import io.github.lunostreams.benchmarks.book.ClientBook;
import io.github.lunostreams.benchmarks.book.Updates;
import io.github.lunostreams.benchmarks.crowd.Crowd;
import io.github.lunostreams.benchmarks.fanout.FanOut;
import io.github.lunostreams.benchmarks.growth.Growth;
import io.github.lunostreams.benchmarks.memory.Memory;
import io.github.lunostreams.benchmarks.profile.Hotspots;
import io.github.lunostreams.benchmarks.report.Figure;
import io.github.lunostreams.benchmarks.report.Outcome;
import io.github.lunostreams.benchmarks.report.Table;
import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.benchmarks.sessions.SessionMaker;
import io.github.lunostreams.benchmarks.sessions.Truth;
import io.github.lunostreams.benchmarks.soak.Soak;
import io.github.lunostreams.benchmarks.stalled.Stalled;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs all benchmarks and prints tables of ratios: makes the sessions, measures round by round,
 * writes the tables to a file. Progress goes to standard error, the tables to standard output.
 */
public final class Benchmarks {
  /** Set by the script. */
  private static final String TARGET = "luno.benchmarks.target";

  private static final String MEMORY_BOOK = "Memory.book";
  private static final String MEMORY_MARKETS = "Memory.markets";
  private static final String GROWTH = "Growth";
  private static final String CROWD = "Crowd";
  private static final int FAILURE = 1;
  private static final int USAGE_ERROR = 2;

  /**
   * Without the second, a sample would be told of the nearest safepoint rather than of its line.
   */
  private static final List<String> PROFILE_FLAGS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

  /** The recorder's own default is 20 ms. */
  private static final String SAMPLE_PERIOD = "1ms";

  private static final Effort PROFILE = new Effort("profile", 1, 5, 20, Duration.ofSeconds(1), 0);

  private final RunOptions options;
  private final Path target;
  private final PrintStream out;
  private final PrintStream progress;

  private Benchmarks(RunOptions options, Path target, PrintStream out, PrintStream progress) {
    this.options = options;
    this.target = target;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @param args see {@code --help}
   * @throws Exception if a benchmark fails; never because of what it measured
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    RunOptions options;
    try {
      options = RunOptions.parse(args);
    } catch (UsageException e) {
      progress.println("benchmarks/run: " + e.getMessage());
      progress.print(RunOptions.USAGE);
      System.exit(USAGE_ERROR);
      return;
    }
    if (options.help()) {
      out.print(RunOptions.USAGE);
      return;
    }
    // JMH would refuse to run beside another JMH on this machine; interference is the reader's.
    System.setProperty("jmh.ignoreLock", "true");
    Path target = Path.of(System.getProperty(TARGET, "target"));
    if (!new Benchmarks(options, target, out, progress).run()) {
      System.exit(FAILURE);
    }
  }

  /** Returns whether all was right. */
  private boolean run() throws Exception {
    Effort effort = options.effort();
    return switch (options.mode()) {
      case RATIOS -> {
        measure();
        if (!effort.isShort()) {
          yield true;
        }
        boolean good = load("fan-out.md", fanOut());
        yield load("crowd.md", crowd()) && good;
      }
      case PROFILE -> {
        profile();
        yield true;
      }
      case FAN_OUT -> load("fan-out.md", fanOut());
      case CROWD -> load("crowd.md", crowd());
      case STALLED -> load("stalled.md", stalled());
      case SOAK -> load("soak.md", new Soak(options.soak(), progress)::run);
    };
  }

  private Measurement fanOut() {
    FanOut.Effort effort = options.effort().isShort() ? FanOut.Effort.SHORT : FanOut.Effort.FULL;
    return new FanOut(effort.withRounds(options.effort().rounds()), this::isWanted, progress)::run;
  }

  private Measurement crowd() {
    Crowd.Size size = options.effort().isShort() ? Crowd.Size.SHORT : Crowd.Size.FULL;
    return isWanted(CROWD) ? new Crowd(size, progress)::run : () -> new Outcome("", true);
  }

  private Measurement stalled() {
    Stalled.Size size = options.effort().isShort() ? Stalled.Size.SHORT : Stalled.Size.FULL;
    return new Stalled(size.withRounds(options.effort().rounds()), progress)::run;
  }

  /** Something that ends in tables. */
  private interface Measurement {
    /**
     * Measures.
     *
     * @throws Exception if that is not possible
     */
    Outcome run() throws Exception;
  }

  /** Measures and publishes; returns whether all was right. */
  private boolean load(String name, Measurement measurement) throws Exception {
    Path output = options.mode() == Mode.RATIOS ? target.resolve(name) : output(name);
    Outcome outcome = measurement.run();
    if (!outcome.text().isEmpty()) {
      publish(output, outcome.text());
    }
    if (!outcome.good()) {
      progress.println("benchmarks/run: something is wrong, see above");
    }
    return outcome.good();
  }

  private void measure() throws Exception {
    Path output = output("ratios.md");
    List<Row> rows = Row.all().stream().filter(row -> isWanted(row.key())).toList();
    Path sessions = makeSessions(needed(rows));
    List<Memory.Row> memory = memory(sessions);
    Growth growth =
        new Growth(sessions, options.effort().isShort() ? Growth.Size.SHORT : Growth.Size.FULL);
    Map<String, Figure> figures = rounds(rows, sessions, growth);
    publish(output, report(rows, figures, growth, memory));
  }

  private boolean isWanted(String key) {
    return options.only().matcher(key).find();
  }

  private Set<Sample> needed(List<Row> rows) {
    Set<Sample> samples =
        rows.stream()
            .map(Row::sample)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Sample.class)));
    if (isWanted(MEMORY_BOOK)) {
      samples.add(Sample.XBTZAR);
    }
    if (isWanted(GROWTH)) {
      samples.add(Sample.XBTZAR);
      samples.add(Sample.XBTZAR_TENFOLD);
    }
    return samples;
  }

  private Path makeSessions(Set<Sample> samples) throws Exception {
    Path directory = Files.createDirectories(target.resolve("sessions"));
    for (Sample sample : samples) {
      progress.println("making the session of " + sample.words());
      Session session = SessionMaker.make(sample, Sample.UPDATES);
      prove(sample, session);
      session.write(Session.file(directory, sample));
    }
    return directory;
  }

  /** What is measured must be right first: the client's book ends as the exchange's. */
  private static void prove(Sample sample, Session session) throws Exception {
    ClientBook client = new ClientBook();
    client.restart(session.snapshot());
    int[] offsets = session.offsets();
    for (int i = 0; i < session.updates(); i++) {
      client.decodeAndApply(session.frames(), offsets[i], offsets[i + 1]);
    }
    if (!Truth.of(client.book()).equals(session.truth())) {
      throw new IllegalStateException(
          sample + ": the client's book is not the exchange's, at " + session.truth().sequence());
    }
  }

  private List<Memory.Row> memory(Path sessions) throws IOException {
    List<Memory.Row> memory = new ArrayList<>();
    if (isWanted(MEMORY_BOOK)) {
      progress.println(MEMORY_BOOK);
      memory.addAll(Memory.ofBook(sessions, "", List.of()));
      memory.addAll(
          Memory.ofBook(
              sessions, "compact object headers", List.of("-XX:+UseCompactObjectHeaders")));
    }
    if (isWanted(MEMORY_MARKETS)) {
      progress.println(MEMORY_MARKETS);
      memory.add(Memory.ofMarkets(options.effort().marketUpdates()));
    }
    return memory;
  }

  /** Round by round, so that what slows the machine for a while slows baselines too. */
  private Map<String, Figure> rounds(List<Row> rows, Path sessions, Growth growth)
      throws Exception {
    Forks forks = new Forks(target.resolve("jmh"), sessions, options.effort());
    Map<String, Figure> figures = new LinkedHashMap<>();
    int rounds = options.effort().rounds();
    for (int round = 1; round <= rounds; round++) {
      for (Row row : rows) {
        Figure figure = forks.measure(row, round, List.of());
        figures.merge(row.key(), figure, Figure::and);
        progress.printf(
            Locale.ROOT,
            "round %d of %d: %s %s ns/op%n",
            round,
            rounds,
            row.key(),
            Table.number(figure.median()));
      }
      if (isWanted(GROWTH)) {
        String ratio = Table.number(growth.measure());
        progress.printf(Locale.ROOT, "round %d of %d: %s × %s%n", round, rounds, GROWTH, ratio);
      }
    }
    return figures;
  }

  private String report(
      List<Row> rows, Map<String, Figure> figures, Growth growth, List<Memory.Row> memory) {
    Effort effort = options.effort();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s run: JDK %s, %s, %d processors, %d round%s",
            effort.name(),
            Runtime.version(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            effort.rounds(),
            effort.rounds() == 1 ? "" : "s"));
    if (!figures.isEmpty()) {
      text.append(
          " of %d × %d ms a benchmark".formatted(effort.iterations(), effort.time().toMillis()));
    }
    text.append("\n\n");
    if (!figures.isEmpty()) {
      text.append(new RatioTable(figures).of(rows)).append('\n');
    }
    if (isWanted(GROWTH)) {
      text.append(growth.report()).append('\n');
    }
    if (!memory.isEmpty()) {
      Table table = new Table("memory", "measured", "goal");
      memory.forEach(row -> table.row(row.what(), row.measured(), row.goal()));
      text.append(table);
    }
    return text.toString();
  }

  private void profile() throws Exception {
    Path output = output("profile.md");
    Row row =
        Row.all().stream()
            .filter(
                candidate ->
                    candidate.owner() == Updates.class
                        && candidate.method().equals("decodeAndApply")
                        && candidate.sample() == Sample.XBTZAR)
            .findFirst()
            .orElseThrow();
    Path sessions = makeSessions(Set.of(row.sample()));
    Path recording = target.resolve("profile.jfr").toAbsolutePath();
    Files.deleteIfExists(recording);
    List<String> flags = new ArrayList<>(PROFILE_FLAGS);
    flags.add(
        "-XX:StartFlightRecording:jdk.ExecutionSample#period=%s,filename=%s"
            .formatted(SAMPLE_PERIOD, recording));
    progress.println("profiling " + row.key());
    Figure figure = new Forks(target.resolve("jmh"), sessions, PROFILE).measure(row, 0, flags);
    Hotspots hotspots =
        Hotspots.read(
            recording, "Updates.decodeAndApply", PROFILE.time().multipliedBy(PROFILE.warmups()));
    publish(
        output,
        String.format(
            Locale.ROOT,
            "%s: %,d samples, %s ns/op while sampled%n%n%s%n%s",
            row.key(),
            hotspots.samples(),
            Table.number(figure.median()),
            hotspots.methods(),
            hotspots.lines()));
  }

  /** Found out before half an hour is spent on what can not be written. */
  private Path output(String name) throws IOException {
    Path chosen = options.output();
    Path output = (chosen == null ? target.resolve(name) : chosen).toAbsolutePath();
    Path directory = output.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return output;
  }

  private void publish(Path output, String text) throws IOException {
    Files.writeString(output, text);
    out.print(text);
  }
}
