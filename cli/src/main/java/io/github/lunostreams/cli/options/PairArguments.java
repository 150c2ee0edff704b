package io.github.lunostreams.cli.options;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.process.UsageException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Reads and checks the pairs of one command. */
public final class PairArguments {
  /** The parameter's name in help. */
  public static final String LABEL = "PAIR…";

  private static final Pattern SEPARATED = Pattern.compile("([A-Z]{2,5})[-/_:.]([A-Z]{3,5})");

  private PairArguments() {}

  /**
   * At least one pair, none twice.
   *
   * @param given in any case
   * @return in the order given
   * @throws UsageException if one is no pair or given twice, or there is none
   */
  public static List<Pair> atLeastOne(List<String> given) {
    List<Pair> pairs = eachOnce(given);
    if (pairs.isEmpty()) {
      throw new UsageException(
          "expected at least one pair, got none", "name the markets to follow, such as XBTZAR");
    }
    return pairs;
  }

  /**
   * Any number of pairs, none twice.
   *
   * @param given in any case
   * @return in the order given; may be empty
   * @throws UsageException if one is no pair or given twice
   */
  public static List<Pair> eachOnce(List<String> given) {
    List<Pair> pairs =
        given.stream().filter(text -> !text.isEmpty()).map(PairArguments::pair).toList();
    Set<Pair> seen = new HashSet<>();
    for (Pair pair : pairs) {
      if (!seen.add(pair)) {
        throw new UsageException("expected each pair once, got " + pair + " twice", "");
      }
    }
    return pairs;
  }

  private static Pair pair(String text) {
    try {
      return new Converters.PairCode().convert(text);
    } catch (TypeConversionException e) {
      throw new UsageException(String.valueOf(e.getMessage()), hint(text));
    }
  }

  /** A text that is no pair is a pair written with a separator, or a key in the wrong place. */
  private static String hint(String text) {
    Matcher separated = SEPARATED.matcher(text.toUpperCase(Locale.ROOT));
    return separated.matches()
        ? "did you mean %s%s? 'luno-streams pairs' lists the markets"
            .formatted(separated.group(1).replace("BTC", "XBT"), separated.group(2))
        : "a key goes into environment variables: serve --help";
  }

  /** Each optional pair must be one of those followed. */
  static void checkOptional(Collection<Pair> optional, List<Pair> pairs) {
    for (Pair pair : optional) {
      if (!pairs.contains(pair)) {
        throw new UsageException(
            "--optional: expected one of %s, got %s"
                .formatted(
                    pairs.isEmpty()
                        ? "the pairs named, none"
                        : pairs.stream().map(Pair::code).collect(Collectors.joining(" ")),
                    pair),
            "name it among the pairs too");
      }
    }
  }
}
