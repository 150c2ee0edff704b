package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.RestException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.Levenshtein;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Suggests markets for names that the exchange does not have. */
final class PairSuggestions {
  private static final Logger log = LoggerFactory.getLogger(PairSuggestions.class);

  /** A suggestion is not worth a longer wait. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final int MAX_TYPOS = 2;

  private PairSuggestions() {}

  /**
   * A hint on names the exchange does not know; asks it for its markets.
   *
   * @param restUrl the base of its REST calls
   */
  static String hint(Collection<String> unknown, URI restUrl) throws InterruptedException {
    List<String> likely;
    try (LunoRest rest = new LunoRest(restUrl, TIMEOUT)) {
      likely =
          likely(unknown, rest.markets().stream().map(market -> market.pair().code()).toList());
    } catch (RestException e) {
      log.debug("no suggestion for {}", unknown, e);
      // Without the list one thing is known: this exchange's name for bitcoin.
      likely =
          unknown.stream()
              .filter(name -> !withXbt(name).equals(name))
              .map(PairSuggestions::withXbt)
              .toList();
    }
    return hint(likely, "'%s pairs' lists the exchange's markets");
  }

  /** A hint on names that are not among the markets. */
  static String hint(Collection<String> unknown, Collection<Pair> markets) {
    return hint(
        likely(unknown, markets.stream().map(Pair::code).toList()), "'%s pairs' lists its markets");
  }

  private static String hint(List<String> likely, String otherwise) {
    return likely.isEmpty()
        ? otherwise.formatted(Console.PROGRAM)
        : "did you mean " + String.join(", ", likely) + "?";
  }

  private static List<String> likely(Collection<String> unknown, Collection<String> markets) {
    return unknown.stream().map(name -> likely(name, markets)).flatMap(Optional::stream).toList();
  }

  /** The market that a mistyped name most likely stands for. */
  static Optional<String> likely(String typed, Collection<String> markets) {
    String plain = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    String name = withXbt(plain);
    for (String candidate : List.of(plain, name, turned(name, 3), turned(name, 4))) {
      if (markets.contains(candidate)) {
        return Optional.of(candidate);
      }
    }
    int maxTypos = Math.min(MAX_TYPOS, name.length() / 3);
    return markets.stream()
        .filter(market -> Levenshtein.distance(name, market) <= maxTypos)
        .min(
            Comparator.<String>comparingInt(market -> Levenshtein.distance(name, market))
                .thenComparingInt(market -> -commonPrefix(name, market))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The exchange writes XBT for bitcoin. */
  private static String withXbt(String name) {
    return name.replaceFirst("^BTC|BTC$", "XBT");
  }

  /** The two currencies exchanged; the first has so many letters. */
  private static String turned(String name, int letters) {
    return name.length() <= letters ? name : name.substring(letters) + name.substring(0, letters);
  }

  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }
}
