package io.github.lunostreams.cli;

import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.RestException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells which market was meant by a name that is none. */
final class PairAdvice {
  private static final Logger log = LoggerFactory.getLogger(PairAdvice.class);

  /** Advice is not worth a longer wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int MOST_TYPOS = 2;

  private PairAdvice() {}

  /** A hint on names the exchange does not know; asks it what it does. */
  static String hint(Collection<String> unknown, ExchangeOptions exchange)
      throws InterruptedException {
    String general = "'%s pairs' lists the exchange's markets".formatted(Console.PROGRAM);
    List<String> likely;
    try (LunoRest rest = exchange.rest(PATIENCE)) {
      List<String> markets = rest.markets().stream().map(market -> market.pair().code()).toList();
      likely =
          unknown.stream().map(name -> likely(name, markets)).flatMap(Optional::stream).toList();
    } catch (RestException e) {
      log.debug("no advice on {}", unknown, e);
      // Without the list one thing is known: this exchange's name for bitcoin.
      likely =
          unknown.stream().filter(name -> !luno(name).equals(name)).map(PairAdvice::luno).toList();
    }
    return likely.isEmpty() ? general : didYouMean(likely);
  }

  static String didYouMean(List<String> likely) {
    return "did you mean " + String.join(", ", likely) + "?";
  }

  /** The market that someone who typed this most likely meant. */
  static Optional<String> likely(String typed, Collection<String> markets) {
    String plain = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    String name = luno(plain);
    for (String candidate : List.of(plain, name, turned(name, 3), turned(name, 4))) {
      if (markets.contains(candidate)) {
        return Optional.of(candidate);
      }
    }
    int most = Math.min(MOST_TYPOS, name.length() / 3);
    return markets.stream()
        .filter(market -> CommandNames.distance(name, market) <= most)
        .min(
            Comparator.<String>comparingInt(market -> CommandNames.distance(name, market))
                .thenComparingInt(market -> -sameBeginning(name, market))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Luno writes XBT for bitcoin. */
  private static String luno(String name) {
    return name.replaceFirst("^BTC|BTC$", "XBT");
  }

  /** The currencies the other way round, the first having so many letters. */
  private static String turned(String name, int letters) {
    return name.length() <= letters ? name : name.substring(letters) + name.substring(0, letters);
  }

  private static int sameBeginning(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same;
  }
}
