package io.github.lunostreams.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.rest.RowsOfRest;
import io.github.lunostreams.wire.MessageDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does the simulation bite? Each bug here is planted into the library's source, compiled aside, and
 * must be found within {@value #SEEDS} seeds.
 */
class PlantedBugTest {
  private static final int SEEDS = 600;
  private static final Path PROJECT = Path.of(System.getProperty("luno.streams.root"), "client");
  private static final Path TARGET = Path.of(System.getProperty("luno.streams.target"));

  /** A change of one file that must stand in it exactly once. */
  record Bug(String name, String file, String right, String wrong) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Bug> bugs() {
    String builder = "book/engine/OrderBookBuilder.java";
    String book = "book/engine/LiveOrderBook.java";
    String sync = "market/BookSync.java";
    String upstream = "upstream/UpstreamConnection.java";
    return List.of(
        new Bug(
            "the end of an open connection is ignored",
            upstream,
            "      if (current != attempt) {\n        return;\n      }\n      Reason reason = open",
            "      if (current != attempt || open) {\n"
                + "        return;\n"
                + "      }\n"
                + "      Reason reason = open"),
        new Bug(
            "the time that a refusal names is ignored",
            "upstream/Backoff.java",
            "    if (atLeast.compareTo(ours) <= 0) {",
            "    if (atLeast.compareTo(ours) != 0) {"),
        new Bug(
            "the sequence is not checked",
            builder,
            "if (update.sequence() != book.sequence() + 1) {",
            "if (update.sequence() <= book.sequence()) {"),
        new Bug(
            "an old message is applied again",
            builder,
            "if (update.sequence() != book.sequence() + 1) {",
            "if (update.sequence() > book.sequence() + 1) {"),
        new Bug(
            "a restart of the exchange is swallowed",
            sync,
            "if (loop.nanoTime() - lastNewNanos > settings.staleAfter().toNanos()) {",
            "if (loop.nanoTime() < 0) {"),
        new Bug(
            "the order is deleted before it is filled",
            builder,
            "    List<Fill> fills = update.fills();\n",
            "    if (update.deletes() && book.find(update.deleteId()) >= 0)"
                + " book.delete(book.find(update.deleteId()), update.deleteId());\n"
                + "    List<Fill> fills = update.fills();\n"),
        new Bug("a snapshot is added to the old book", builder, "    book.clear();\n", ""),
        new Bug(
            "a fill beyond the maker's volume is let pass",
            builder,
            "if (book.fill(row, id, fill.base()) < 0) {",
            "if (book.fill(row, id, fill.base()) < Long.MIN_VALUE) {"),
        new Bug(
            "a crossed book is let pass",
            book,
            "-bids.bestPriceKey() >= asks.bestPriceKey()",
            "-bids.bestPriceKey() > Long.MAX_VALUE - 1"),
        new Bug(
            "the buyer is taken for the seller",
            builder,
            "maker.side() == Side.BID ? TradeType.SELL",
            "maker.side() == Side.ASK ? TradeType.SELL"),
        new Bug("a status is ignored", builder, "      book.status(update.status());\n", ""),
        new Bug(
            "a fill is not applied to the order",
            book,
            "      orders.volume(row, remaining);\n",
            ""),
        new Bug(
            "a filled order stays in the book",
            book,
            "    if (remaining == 0) {\n      remove(row);\n    } else if (remaining > 0) {",
            "    if (remaining >= 0) {"),
        new Bug(
            "levels keep their scale when orders widen",
            book,
            "      levels.rescaleVolumes(places);\n",
            ""),
        new Bug(
            "a fill is not applied to the level",
            book,
            "      levels.takeVolume(orders.level(row), filled);\n",
            ""),
        new Bug(
            "asks are sorted like bids",
            "book/engine/PriceKey.java",
            "return side == Side.BID ? -unscaledPrice : unscaledPrice;",
            "return side == Side.BID ? -unscaledPrice : unscaledPrice ^ 1;"),
        new Bug(
            "an order is not found when others have taken its group",
            "book/engine/HashIndex.java",
            "      if ((word & COUNT) == 0) {\n",
            "      if ((word & COUNT) < COUNT) {\n"),
        new Bug(
            "a level without orders stays on its ladder",
            book,
            "      ladder(PriceKey.side(levels.priceKey(level))).remove(level);\n",
            ""),
        new Bug(
            "two trades are read as one",
            "wire/UpdateDecoder.java",
            "    } while (frame.skip(','));\n",
            "      if (frame.skip(',')) fills.set(0, trade());\n    } while (frame.skip(','));\n"),
        new Bug(
            "the stream is live before the snapshot",
            sync,
            "    enter(FeedState.SYNCING, new Cause(Reason.CONNECTED, standing));\n",
            "    enter(FeedState.LIVE, new Cause(Reason.CONNECTED, \"\"));\n"),
        new Bug(
            "there is no retry",
            upstream,
            "() -> connect(new Cause(Reason.RETRY, \"after \" + seconds(wait)))",
            "() -> {}"),
        new Bug(
            "there are two retries at once",
            upstream,
            "    Duration wait = backoff.next(pace, atLeast);\n",
            "    Duration wait = backoff.next(pace, atLeast);\n"
                + "    loop.schedule(wait, () -> connect(new Cause(Reason.RETRY, \"\")));\n"),
        new Bug(
            "the old connection is still listened to",
            upstream,
            "      if (current != attempt) {\n        return;\n      }\n      listener.received",
            "      if (current == null) {\n        return;\n      }\n      listener.received"),
        new Bug(
            "an attempt that is never answered is waited for",
            upstream,
            "Reason.CONNECT_FAILED,\n                    \"no answer",
            "Reason.CONNECT_FAILED,\n                    \"\" + 1 / 0 + \"no answer"),
        new Bug("silence is not noticed", upstream, "    silence.start(attempt);\n", ""),
        new Bug(
            "an old book is told as LIVE",
            sync,
            "    if (waitedNanos > settings.lagBound().toNanos()) {\n",
            "    if (waitedNanos < 0) {\n"),
        new Bug(
            "a market that has caught up stays LAGGING",
            sync,
            "        enter(FeedState.LIVE, new Cause(Reason.CAUGHT_UP, \"\"));\n",
            ""),
        new Bug(
            "a session is never given back",
            "upstream/ConnectionAttempt.java",
            "    environment.budget().giveBack();\n",
            ""),
        new Bug("a closed stream keeps its connection", upstream, "    release(true);\n", ""),
        new Bug("a keepalive is swallowed", sync, "      listener.keptAlive();\n", ""),
        new Bug(
            "a refusal in mid-stream is retried slowly",
            sync,
            "state == FeedState.SYNCING ? RetryPace.SLOW : RetryPace.SLOW_IF_REPEATED;",
            "RetryPace.SLOW;"),
        new Bug(
            "refusals in mid-stream that repeat are retried at once",
            "upstream/Backoff.java",
            "case SLOW_IF_REPEATED -> repeated ? Math.max(wait, slow.toNanos()) : wait;",
            "case SLOW_IF_REPEATED -> wait;"),
        new Bug(
            "a stream that has held is not forgiven its refusals",
            "upstream/Backoff.java",
            "    refused = false;\n",
            ""),
        new Bug("waits do not grow", "upstream/Backoff.java", "    failures++;\n", ""),
        new Bug(
            "trades are lost when updates are conflated",
            "market/Mailbox.java",
            "      merged.addAll(trades);\n",
            ""),
        new Bug(
            "a number that does not fit ends the market",
            sync,
            "          RetryPace.SLOWEST);\n",
            "          RetryPace.SLOWEST);\n"
                + "      fail(Reason.UNREPRESENTABLE_NUMBER, \"\", \"\");\n"),
        new Bug(
            "zeros at the end cost digits",
            "book/engine/ScaledDecimal.java",
            "withoutZeros(text, point + KEPT_DECIMALS + 1, length)",
            "length"),
        new Bug(
            "an order of nothing breaks the book",
            builder,
            "      if (volume == 0) {\n",
            "      if (volume == 0 && price < 0) {\n"),
        new Bug(
            "a fill of nothing of an order that was left out breaks the book",
            builder,
            " && fill.base().unscaled() == 0) {\n",
            " && fill.base().unscaled() == -1) {\n"),
        new Bug(
            "a time that cannot be read is made up",
            "wire/FieldReader.java",
            "    return BookMessage.UNKNOWN_TIME;\n  }\n",
            "    return 1;\n  }\n"),
        new Bug(
            "empty keys of an error are a refusal",
            "wire/FieldReader.java",
            "        ? words\n",
            "        ? words + ' '\n"),
        new Bug(
            "a status of any length is taken",
            "wire/FieldReader.java",
            "    return text(key, MAX_STATUS_CHARS);\n",
            "    return text(key);\n"),
        new Bug(
            "a bad row of REST costs its whole list",
            "rest/Rows.java",
            "        skipped++;\n",
            "        throw unreadable;\n"),
        new Bug(
            "rows of REST are left out without a word",
            "rest/LunoRest.java",
            "    rows.leftOut(path).ifPresent(whenSkipped);\n",
            ""),
        new Bug(
            "a missing text of REST is taken for an empty one",
            "rest/AnswerFields.java",
            "    if (value == null) {\n      throw new Unreadable(",
            "    if (value == null) {\n      if (key.length() > 1) return \"\";\n"
                + "      throw new Unreadable("));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Bug bug, @TempDir Path classes) throws Throwable {
    assumeTrue(
        !bug.file.endsWith("/UpdateDecoder.java")
            || Boolean.parseBoolean(System.getProperty(MessageDecoder.FAST, "true")),
        "the fast path is switched off");
    compile(planted(bug), classes.resolve(bug.file), classes);
    try (URLClassLoader loader = new OwnClassesFirst(classes)) {
      MethodHandle run =
          MethodHandles.publicLookup()
              .unreflect(loader.loadClass(probe(bug).getName()).getMethod("run", long.class))
              .asType(MethodType.methodType(Object.class, long.class));
      for (long seed = 1; seed <= SEEDS; seed++) {
        try {
          Object unused = (Object) run.invokeExact(seed);
        } catch (AssertionError found) {
          String first = found.getMessage().lines().findFirst().orElse("");
          System.out.printf("PlantedBugTest: %s: %s%n", bug, first);
          return;
        }
      }
    }
    throw new AssertionError("not found within " + SEEDS + " seeds: " + bug);
  }

  /** What runs a seed of the part that the bug is in. */
  private static Class<?> probe(Bug bug) {
    return bug.file.startsWith("rest/") ? RowsOfRest.class : StreamSimulation.class;
  }

  private static String planted(Bug bug) throws IOException {
    Path file = PROJECT.resolve("src/main/java/io/github/lunostreams").resolve(bug.file);
    String source = Files.readString(file);
    assertThat(source.split(java.util.regex.Pattern.quote(bug.right), -1))
        .as("the place for '%s' in %s", bug, bug.file)
        .hasSize(2);
    return source.replace(bug.right, bug.wrong);
  }

  private static void compile(String source, Path sourceFile, Path classes) throws IOException {
    Files.createDirectories(sourceFile.getParent());
    Files.writeString(sourceFile, source);
    StringWriter complaints = new StringWriter();
    PrintWriter to = new PrintWriter(complaints);
    int failed =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                to,
                to,
                "-d",
                classes.toString(),
                "-classpath",
                classpath(),
                "-proc:none",
                "-nowarn",
                sourceFile.toString());
    assertThat(failed).as(complaints.toString()).isZero();
  }

  private static String classpath() {
    List<String> places = new ArrayList<>();
    places.add(TARGET.resolve("classes").toString());
    for (Class<?> of :
        List.of(
            org.slf4j.Logger.class,
            tools.jackson.core.JsonParser.class,
            org.jspecify.annotations.Nullable.class)) {
      places.add(
          Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath()).toString());
    }
    return String.join(java.io.File.pathSeparator, places);
  }

  /** Loads the library and its simulation anew, with the planted bug; all else as it is. */
  private static final class OwnClassesFirst extends URLClassLoader {
    OwnClassesFirst(Path classes) throws IOException {
      super(
          Stream.of(classes, TARGET.resolve("classes"), TARGET.resolve("test-classes"))
              .map(OwnClassesFirst::url)
              .toArray(URL[]::new),
          LunoStreams.class.getClassLoader());
      setDefaultAssertionStatus(true);
    }

    private static URL url(Path path) {
      try {
        return path.toUri().toURL();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.github.lunostreams.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
