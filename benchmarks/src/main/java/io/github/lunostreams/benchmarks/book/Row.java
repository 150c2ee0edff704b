package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import java.util.List;

/**
 * One benchmark on one recording.
 *
 * @param owner its class
 * @param method its name
 * @param market that was recorded
 * @param title its name in the table
 * @param baselines the methods of {@link Baselines} that do the same: byte-sum, Jackson, rebuild
 * @param goals of its figure
 */
record Row(
    Class<?> owner,
    String method,
    RecordedMarket market,
    String title,
    List<String> baselines,
    List<Goal> goals) {
  private static final List<String> OF_UPDATES = List.of("byteSum", "jacksonTokens", "rebuild");
  private static final List<String> OF_VIEWS = List.of("byteSum", "jacksonTokens", "rebuildTop100");
  private static final List<String> OF_SNAPSHOTS =
      List.of("snapshotByteSum", "snapshotJacksonTokens", "");
  private static final List<String> NONE = List.of("", "", "");

  private static final String XBTZAR_BYTE_SUM =
      key(Baselines.class, "byteSum", RecordedMarket.XBTZAR);
  private static final String XBTZAR_SNAPSHOT_BYTE_SUM =
      key(Baselines.class, "snapshotByteSum", RecordedMarket.XBTZAR);
  private static final String XBTZAR_REBUILD_TOP_100 =
      key(Baselines.class, "rebuildTop100", RecordedMarket.XBTZAR);
  private static final String XBTZAR_DECODE_AND_APPLY =
      key(Updates.class, "decodeAndApply", RecordedMarket.XBTZAR);

  /** In the order in which a round runs them: baselines beside what is compared with them. */
  static List<Row> all() {
    RecordedMarket busiest = RecordedMarket.XBTZAR;
    RecordedMarket noTrades = RecordedMarket.XBTZAR_NO_TRADES;
    RecordedMarket tenfold = RecordedMarket.XBTZAR_TENFOLD;
    RecordedMarket small = RecordedMarket.XBTUSDT;
    return List.of(
        baseline("byteSum", busiest, "byte-sum"),
        baseline("jacksonTokens", busiest, "Jackson, tokens only"),
        update("decode", busiest, "decode"),
        update("apply", busiest, "apply"),
        update("decodeAndApply", busiest, "decode + apply")
            .with(Goal.atMost(2.7, XBTZAR_BYTE_SUM, "byte-sum")),
        update("changesRecorded", busiest, "decode + apply, changes recorded")
            .with(Goal.atMost(1.15, XBTZAR_DECODE_AND_APPLY, "decode + apply")),
        update("changesRead", busiest, "decode + apply, changes read"),
        update("decodeAndApply", noTrades, "decode + apply").with(Goal.noAllocation()),
        update("changesRead", noTrades, "decode + apply, changes read").with(Goal.noAllocation()),
        update("apply", tenfold, "apply"),
        update("decodeAndApply", tenfold, "decode + apply"),
        baseline("rebuild", busiest, "rebuild, sort, return all levels"),
        baseline("rebuildTop100", busiest, "rebuild, sort, read the top 100"),
        view("hookReadsTop20", "hook reads the top 20"),
        view("hookReadsTop100", "hook reads the top 100")
            .with(Goal.timesFaster(3_000, XBTZAR_REBUILD_TOP_100, "rebuild")),
        view("hookTakesTop20", "hook copies the top 20"),
        view("hookTakesTop100", "hook copies the top 100")
            .with(Goal.timesFaster(3_000, XBTZAR_REBUILD_TOP_100, "rebuild")),
        new Row(
            Views.class, "hookTakesAll", busiest, "hook copies all levels", OF_UPDATES, List.of()),
        snapshot(Baselines.class, "snapshotByteSum", "snapshot: byte-sum"),
        snapshot(Baselines.class, "snapshotJacksonTokens", "snapshot: Jackson, tokens only"),
        snapshot(Snapshots.class, "snapshotToLive", "snapshot to LIVE, first")
            .with(Goal.atMost(5, XBTZAR_SNAPSHOT_BYTE_SUM, "byte-sum")),
        snapshot(Snapshots.class, "resync", "snapshot to LIVE, again")
            .with(Goal.atMost(5, XBTZAR_SNAPSHOT_BYTE_SUM, "byte-sum")),
        copy(busiest),
        copy(tenfold),
        baseline("byteSum", small, "byte-sum"),
        baseline("jacksonTokens", small, "Jackson, tokens only"),
        update("decode", small, "decode"),
        update("apply", small, "apply"),
        update("decodeAndApply", small, "decode + apply"),
        baseline("rebuild", small, "rebuild, sort, return all levels"));
  }

  private static Row baseline(String method, RecordedMarket market, String title) {
    return new Row(Baselines.class, method, market, title, OF_UPDATES, List.of());
  }

  private static Row update(String method, RecordedMarket market, String title) {
    return new Row(Updates.class, method, market, title, OF_UPDATES, List.of());
  }

  private static Row view(String method, String title) {
    return new Row(Views.class, method, RecordedMarket.XBTZAR, title, OF_VIEWS, List.of());
  }

  private static Row snapshot(Class<?> owner, String method, String title) {
    return new Row(owner, method, RecordedMarket.XBTZAR, title, OF_SNAPSHOTS, List.of());
  }

  private static Row copy(RecordedMarket market) {
    return new Row(Snapshots.class, "orders", market, "copy of all orders", NONE, List.of());
  }

  private Row with(Goal goal) {
    return new Row(owner, method, market, title, baselines, List.of(goal));
  }

  /** What {@code --only} selects by; no other row has it. */
  String key() {
    return key(owner, method, market);
  }

  /** The key of a baseline, which may not have been measured on this market. */
  String baselineKey(int index) {
    return key(Baselines.class, baselines.get(index), market);
  }

  private static String key(Class<?> owner, String method, RecordedMarket market) {
    return owner.getSimpleName() + "." + method + ":" + market;
  }
}
