package io.github.lunostreams.benchmarks;

import io.github.lunostreams.benchmarks.book.Baselines;
import io.github.lunostreams.benchmarks.book.Snapshots;
import io.github.lunostreams.benchmarks.book.Updates;
import io.github.lunostreams.benchmarks.book.Views;
import io.github.lunostreams.benchmarks.report.Goal;
import io.github.lunostreams.benchmarks.sessions.Sample;
import java.util.List;

/**
 * One benchmark on one session, and what it is measured against.
 *
 * @param owner the class it is in
 * @param method its name
 * @param sample the session
 * @param words what the table calls it
 * @param byteSum the key of the row which sums the same bytes
 * @param tokens the key of the row which tokenises the same bytes
 * @param rebuild the key of the row which does as much with a book that is rebuilt each time
 * @param goals what its figure has to be
 */
record Row(
    Class<?> owner,
    String method,
    Sample sample,
    String words,
    String byteSum,
    String tokens,
    String rebuild,
    List<Goal> goals) {
  private static final String NONE = "";

  /**
   * In the order in which a round runs them: baselines stand next to what they are compared with.
   */
  static List<Row> all() {
    return List.of(
        baseline("byteSum", Sample.XBTZAR, "byte-sum"),
        baseline("jacksonTokens", Sample.XBTZAR, "Jackson, tokens only"),
        update("decode", Sample.XBTZAR, "decode"),
        update("apply", Sample.XBTZAR, "apply"),
        update("decodeAndApply", Sample.XBTZAR, "decode + apply")
            .with(
                new Goal.AtMost(6, key(Baselines.class, "byteSum", Sample.XBTZAR), "byte-sum"),
                new Goal.AtMost(
                    0.4, key(Baselines.class, "jacksonTokens", Sample.XBTZAR), "Jackson")),
        alone("decodeAndApply", Sample.XBTZAR_NO_TRADES, "decode + apply")
            .with(new Goal.NoAllocation()),
        alone("apply", Sample.XBTZAR_TENFOLD, "apply"),
        alone("decodeAndApply", Sample.XBTZAR_TENFOLD, "decode + apply")
            .with(
                new Goal.AtMost(
                    1.5, key(Updates.class, "decodeAndApply", Sample.XBTZAR), "18,600 orders")),
        baseline("rebuild", Sample.XBTZAR, "rebuild, sort, hand out all levels"),
        baseline("rebuildTop100", Sample.XBTZAR, "rebuild, sort, read the top 100"),
        view("hookReadsTop20", "hook reads the top 20"),
        view("hookReadsTop100", "hook reads the top 100").with(thousandfold()),
        view("hookTakesTop20", "hook copies the top 20"),
        view("hookTakesTop100", "hook copies the top 100").with(thousandfold()),
        update(Views.class, "hookTakesAll", Sample.XBTZAR, "hook copies all levels", "rebuild"),
        snapshot(Baselines.class, "snapshotByteSum", "snapshot: byte-sum"),
        snapshot(Baselines.class, "snapshotJacksonTokens", "snapshot: Jackson, tokens only"),
        snapshot(Snapshots.class, "snapshotToLive", "snapshot to LIVE, first").with(twentyfold()),
        snapshot(Snapshots.class, "resync", "snapshot to LIVE, again").with(twentyfold()),
        alone(Snapshots.class, "orders", Sample.XBTZAR, "copy of all orders"),
        alone(Snapshots.class, "orders", Sample.XBTZAR_TENFOLD, "copy of all orders"),
        baseline("byteSum", Sample.XBTUSDT, "byte-sum"),
        baseline("jacksonTokens", Sample.XBTUSDT, "Jackson, tokens only"),
        update("decode", Sample.XBTUSDT, "decode"),
        update("apply", Sample.XBTUSDT, "apply"),
        update("decodeAndApply", Sample.XBTUSDT, "decode + apply"),
        baseline("rebuild", Sample.XBTUSDT, "rebuild, sort, hand out all levels"));
  }

  private static Goal thousandfold() {
    return new Goal.AtLeastFaster(
        1_000, key(Baselines.class, "rebuildTop100", Sample.XBTZAR), "rebuild");
  }

  private static Goal twentyfold() {
    return new Goal.AtMost(20, key(Baselines.class, "snapshotByteSum", Sample.XBTZAR), "byte-sum");
  }

  private static Row baseline(String method, Sample sample, String words) {
    return update(Baselines.class, method, sample, words, "rebuild");
  }

  private static Row update(String method, Sample sample, String words) {
    return update(Updates.class, method, sample, words, "rebuild");
  }

  private static Row view(String method, String words) {
    return update(Views.class, method, Sample.XBTZAR, words, "rebuildTop100");
  }

  private static Row update(
      Class<?> owner, String method, Sample sample, String words, String rebuild) {
    return new Row(
        owner,
        method,
        sample,
        words,
        key(Baselines.class, "byteSum", sample),
        key(Baselines.class, "jacksonTokens", sample),
        key(Baselines.class, rebuild, sample),
        List.of());
  }

  /** On a session that has no baselines of its own. */
  private static Row alone(String method, Sample sample, String words) {
    return alone(Updates.class, method, sample, words);
  }

  private static Row alone(Class<?> owner, String method, Sample sample, String words) {
    return new Row(owner, method, sample, words, NONE, NONE, NONE, List.of());
  }

  private static Row snapshot(Class<?> owner, String method, String words) {
    return new Row(
        owner,
        method,
        Sample.XBTZAR,
        words,
        key(Baselines.class, "snapshotByteSum", Sample.XBTZAR),
        key(Baselines.class, "snapshotJacksonTokens", Sample.XBTZAR),
        NONE,
        List.of());
  }

  private Row with(Goal... reached) {
    return new Row(owner, method, sample, words, byteSum, tokens, rebuild, List.of(reached));
  }

  /** What {@code --only} looks at, and what no other row has. */
  String key() {
    return key(owner, method, sample);
  }

  private static String key(Class<?> owner, String method, Sample sample) {
    return owner.getSimpleName() + "." + method + ":" + sample;
  }
}
