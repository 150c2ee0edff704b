package io.github.lunostreams.gateway.market;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which parts of the exchange's REST fail. Logs that a part began to fail and that it ended, once
 * each, however many calls fail meanwhile, and whatever the other parts do. Used on one thread.
 */
final class RestOutages {
  private static final Logger log = LoggerFactory.getLogger(RestOutages.class);

  /** What is asked for. */
  enum Part {
    PARAMETERS("parameters of markets"),
    VOLUMES("24-hour volumes"),
    EARLIER_TRADES("earlier trades");

    private final String words;

    Part(String words) {
      this.words = words;
    }
  }

  /**
   * Of a part that fails, the markets whose calls failed last; one without a name stands for all.
   */
  private final Map<Part, Set<String>> failing = new EnumMap<>(Part.class);

  private Set<String> failing(Part part) {
    return failing.computeIfAbsent(part, _ -> new HashSet<>());
  }

  /** A call failed. */
  void began(Part part, String market, String reason) {
    Set<String> markets = failing(part);
    String of = market.isEmpty() ? "" : " of " + market;
    if (markets.isEmpty()) {
      log.warn(
          "the exchange's REST does not return {}{}: they are old or missing ({})",
          part.words,
          of,
          reason);
    } else {
      log.debug("the exchange's REST: {}{}: {}", part.words, of, reason);
    }
    markets.add(market);
  }

  /** A call succeeded. */
  void ended(Part part, String market) {
    if (forget(part, market)) {
      log.info("the exchange's REST returns {} again", part.words);
    }
  }

  /**
   * There is no call to make any more.
   *
   * @return whether it was the last that failed
   */
  boolean forget(Part part, String market) {
    Set<String> markets = failing(part);
    return markets.remove(market) && markets.isEmpty();
  }
}
