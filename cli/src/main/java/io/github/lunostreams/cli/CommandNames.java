package io.github.lunostreams.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The commands there are, and which of them a mistyped one was meant to be. It matters because
 * {@code KEY_ID KEY_SECRET PAIR…} is a valid way to call the program: {@code serv XBTZAR ETHZAR}
 * must not become a key that is sent to the exchange.
 */
final class CommandNames {
  private static final String LIKELIEST = "serve";

  /** From here on a beginning of a command's name stands for it. */
  private static final int SHORTEST_BEGINNING = 3;

  private static final int MOST_TYPOS = 2;

  /** A market by its counter currency in any case, or six to ten capitals as they come in codes. */
  private static final Pattern PAIR_SHAPED =
      Pattern.compile(
          "(?i:[A-Z0-9]{2,6}[/_-]?(ZAR|USDT|USDC|USD|EUR|GBP|AUD|NGN|MYR|IDR|UGX|ZMW|KES|XBT|BTC|ETH))"
              + "|[A-Z]{6,10}");

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z]{2,12}");

  private final Set<String> names;

  CommandNames(Set<String> names) {
    this.names = new TreeSet<>(names);
  }

  boolean contains(String word) {
    return names.contains(word);
  }

  /** Refuses words that stand where a key should but are a command and its pairs. */
  void refuseMistyped(List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    String first = words.getFirst();
    if (contains(first)) {
      throw new UsageException(
          "expected the command before its options, got '%s' after them".formatted(first),
          "%s %s [OPTION…]".formatted(Console.PROGRAM, first));
    }
    Optional<String> meant = meant(first);
    if (meant.isPresent()) {
      throw notACommand("'%s' is not a command".formatted(first), meant.get());
    }
    if (pairShaped(first)) {
      throw notACommand(
          "expected a command (%s), got the pair %s".formatted(this, first), LIKELIEST);
    }
    if (words.size() > 1 && pairShaped(words.get(1))) {
      String what = PLAIN_WORD.matcher(first).matches() ? "'" + first + "'" : "the first word";
      throw notACommand(
          "%s is not a command, and %s is a pair rather than a key's secret"
              .formatted(what, words.get(1)),
          LIKELIEST);
    }
  }

  private static UsageException notACommand(String message, String meant) {
    return new UsageException(
        message,
        "did you mean '%s'? %s --help lists the commands".formatted(meant, Console.PROGRAM));
  }

  /** The command that a word is a slip of. */
  private Optional<String> meant(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.length() < SHORTEST_BEGINNING) {
      return Optional.empty();
    }
    for (String name : names) {
      if (isSlipOf(lower, name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** Whether someone who meant a name may have typed this. */
  static boolean isSlipOf(String word, String name) {
    int typos = Math.min(MOST_TYPOS, name.length() / 3);
    return name.startsWith(word) || distance(word, name) <= typos;
  }

  private static boolean pairShaped(String word) {
    return PAIR_SHAPED.matcher(word).matches();
  }

  /** How many letters must be put in, left out, changed or swapped with the next (once each). */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
