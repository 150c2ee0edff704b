package io.github.lunostreams.cli;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Checks on the pairs of one command. */
final class Pairs {
  /** How help names the parameter. */
  static final String LABEL = "PAIR…";

  private static final Pattern SEPARATED = Pattern.compile("([A-Z]{2,5})[-/_:.]([A-Z]{3,5})");

  private Pairs() {}

  /** What was given as the exchange spells it: at least one pair and none twice. */
  static List<String> checked(List<String> given) {
    List<String> pairs = eachOnce(given);
    if (pairs.isEmpty()) {
      throw new UsageException(
          "expected at least one pair, got none", "name the markets to follow, such as XBTZAR");
    }
    return pairs;
  }

  /** What was given as the exchange spells it: none twice, but there may be none at all. */
  static List<String> eachOnce(List<String> given) {
    List<String> pairs = given.stream().filter(text -> !text.isEmpty()).map(Pairs::code).toList();
    Set<String> seen = new HashSet<>();
    for (String pair : pairs) {
      if (!seen.add(pair)) {
        throw new UsageException("expected each pair once, got " + pair + " twice", "");
      }
    }
    return pairs;
  }

  private static String code(String text) {
    try {
      return new Values.Pair().convert(text);
    } catch (TypeConversionException e) {
      throw new UsageException(String.valueOf(e.getMessage()), hint(text));
    }
  }

  /** What is no pair is one written with a separator, or a key at the wrong place. */
  private static String hint(String text) {
    Matcher separated = SEPARATED.matcher(text.toUpperCase(Locale.ROOT));
    return separated.matches()
        ? "did you mean %s%s? 'luno-streams pairs' lists the markets"
            .formatted(separated.group(1).replace("BTC", "XBT"), separated.group(2))
        : "a key goes into environment variables: serve --help";
  }

  /** The pairs that may be missing, each one of those followed. */
  static Set<String> optional(Collection<String> optional, List<String> pairs) {
    for (String pair : optional) {
      if (!pairs.contains(pair)) {
        throw new UsageException(
            "--optional: expected one of %s, got %s"
                .formatted(
                    pairs.isEmpty() ? "the pairs named, none" : String.join(" ", pairs), pair),
            "name it among the pairs too");
      }
    }
    return Set.copyOf(optional);
  }
}
