package io.github.lunostreams.cli.check;

import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.cli.check.MeasuringConnector.Measurements;
import io.github.lunostreams.market.FeedStatistics;
import io.github.lunostreams.upstream.Cause;
import io.github.lunostreams.upstream.Cause.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The findings about a market's connection and feed. */
final class FeedReport {
  /**
   * The observations of one market.
   *
   * @param live whether there was a book; the next three are 0 if not
   * @param orders in the first book
   * @param sequence of the first book
   * @param followedNanos from the first book to the end
   * @param delaysMillis from the exchange's clock to ours, of the updates, sorted
   * @param failure why the market failed; null if it did not
   * @param lastBreak why the connection broke the last time; null if it did not
   */
  record Observations(
      boolean live,
      int orders,
      long sequence,
      long followedNanos,
      List<Long> delaysMillis,
      @Nullable Cause failure,
      @Nullable Cause lastBreak) {
    /** The failure, or else the last break; null if there was neither. */
    @Nullable Cause cause() {
      return failure == null ? lastBreak : failure;
    }
  }

  private final Observations observations;
  private final Measurements connection;
  private final FeedStatistics statistics;

  FeedReport(Observations observations, Measurements connection, FeedStatistics statistics) {
    this.observations = observations;
    this.connection = connection;
    this.statistics = statistics;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(webSocket());
    findings.add(key());
    market().ifPresent(findings::add);
    if (observations.live()) {
      findings.add(snapshot());
      findings.add(updates());
      findings.add(keepAlives());
      findings.add(sequence());
      DelayReport delays =
          new DelayReport(observations.delaysMillis(), connection.shortestRoundTripNanos());
      findings.add(delays.delay());
      findings.add(delays.clockOffset());
    }
    return findings;
  }

  private Finding webSocket() {
    if (connection.openingNanos() >= 0) {
      long micros = TimeUnit.NANOSECONDS.toMicros(connection.openingNanos());
      return Finding.of("websocket", Outcome.OK, Figures.millis(micros) + " to open")
          .with("micros", micros);
    }
    Cause lastBreak = observations.lastBreak();
    String why = lastBreak == null ? "not opened" : lastBreak.toString();
    return Finding.of("websocket", Outcome.FAILED, why);
  }

  private Finding key() {
    if (observations.live()) {
      return Finding.of("key", Outcome.OK, "accepted");
    }
    Cause cause = observations.cause();
    if (cause != null && cause.reason() == Reason.REFUSED && !isUnknownMarket(cause)) {
      return Finding.of("key", Outcome.FAILED, "refused: " + cause.detail());
    }
    return Finding.of("key", Outcome.UNKNOWN, "not answered");
  }

  private static boolean isUnknownMarket(Cause cause) {
    return cause.isRefusal("invalid_market");
  }

  private Optional<Finding> market() {
    Cause failure = observations.failure();
    if (failure != null && isUnknownMarket(failure)) {
      return Optional.of(Finding.of("market", Outcome.FAILED, failure.detail()));
    }
    if (!observations.live() && connection.openingNanos() >= 0) {
      Cause cause = observations.cause();
      String why = cause == null ? "none within the time" : cause.toString();
      return Optional.of(Finding.of("snapshot", Outcome.FAILED, why));
    }
    return Optional.empty();
  }

  private Finding snapshot() {
    long micros = TimeUnit.NANOSECONDS.toMicros(connection.snapshotNanos());
    return Finding.of(
            "snapshot",
            Outcome.OK,
            "%s after opening, %s bytes, %s orders, sequence %s"
                .formatted(
                    Figures.millis(micros),
                    Figures.count(connection.snapshotBytes()),
                    Figures.count(observations.orders()),
                    observations.sequence()))
        .with("micros", micros)
        .with("bytes", connection.snapshotBytes())
        .with("orders", observations.orders())
        .with("sequence", observations.sequence());
  }

  private Finding updates() {
    return Finding.of(
            "updates",
            Outcome.OK,
            "%s: %s, with %s trades"
                .formatted(
                    Figures.perSecond(statistics.updates(), observations.followedNanos()),
                    Figures.count(statistics.updates()),
                    Figures.count(statistics.trades())))
        .with("updates", statistics.updates())
        .with("trades", statistics.trades())
        .with("millis", TimeUnit.NANOSECONDS.toMillis(observations.followedNanos()));
  }

  private Finding keepAlives() {
    long roundTrip = roundTripMicros();
    String pongs =
        connection.pongs() == 0
            ? "no pong"
            : "%s pongs (round trip %s)".formatted(connection.pongs(), Figures.millis(roundTrip));
    boolean answered = connection.pongs() > 0 || connection.pings() <= 1;
    return Finding.of(
            "keepalives",
            answered ? Outcome.OK : Outcome.WARNING,
            "%s texts \"\", %s to %s pings"
                .formatted(connection.keepAlives(), pongs, connection.pings()))
        .with("texts", connection.keepAlives())
        .with("pings", connection.pings())
        .with("pongs", connection.pongs())
        .with("round_trip_micros", roundTrip);
  }

  private long roundTripMicros() {
    return TimeUnit.NANOSECONDS.toMicros(Math.max(0, connection.shortestRoundTripNanos()));
  }

  private Finding sequence() {
    Map<Reason, Long> breaks = new TreeMap<>(statistics.breaks());
    long gaps = breaks.getOrDefault(Reason.GAP, 0L);
    long all = breaks.values().stream().mapToLong(Long::longValue).sum();
    String words =
        all == 0
            ? "no gap, no break"
            : breaks.entrySet().stream()
                .map(cause -> cause.getValue() + " × " + cause.getKey())
                .collect(Collectors.joining(", "));
    if (statistics.oldMessages() > 0) {
      words += ", %s old messages".formatted(statistics.oldMessages());
    }
    if (statistics.leftOut() > 0) {
      words += ", %s orders of volume zero left out".formatted(statistics.leftOut());
    }
    return Finding.of("sequence", all == 0 ? Outcome.OK : Outcome.FAILED, words)
        .with("gaps", gaps)
        .with("breaks", all)
        .with("old_messages", statistics.oldMessages());
  }
}
