package io.github.lunostreams.cli.commands;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jline.utils.Levenshtein;

/**
 * The names of the commands, and suggestions for mistyped ones. {@code KEY_ID KEY_SECRET PAIR…} is
 * a valid way to call the program, so {@code serv XBTZAR ETHZAR} must not be taken for a key and
 * sent to the exchange. (The parser's own suggestions compare the first two letters of options, and
 * pairs of letters of commands: neither finds a swapped letter.)
 */
public final class CommandNames {
  private static final String DEFAULT_SUGGESTION = "serve";

  /** The fewest letters that count as the beginning of a command's name. */
  private static final int MIN_PREFIX = 3;

  private static final int MAX_TYPOS = 2;

  /** Looks like a market: ends in a counter currency, in any case, or is six to ten capitals. */
  private static final Pattern PAIR_SHAPED =
      Pattern.compile(
          "(?i:[A-Z0-9]{2,6}[/_-]?(ZAR|USDT|USDC|USD|EUR|GBP|AUD|NGN|MYR|IDR|UGX|ZMW|KES|XBT|BTC|ETH))"
              + "|[A-Z]{6,10}");

  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z]{2,12}");

  private final Set<String> names;

  /**
   * Knows the commands.
   *
   * @param names of all commands
   */
  public CommandNames(Set<String> names) {
    this.names = new TreeSet<>(names);
  }

  /**
   * Whether there is such a command.
   *
   * @param word in lower case
   * @return true if it is a command's name
   */
  public boolean contains(String word) {
    return names.contains(word);
  }

  /**
   * Refuses what is probably a mistyped command with its pairs, not a key with pairs.
   *
   * @param words all but options
   * @throws UsageException with a suggestion
   */
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
    Optional<String> suggestion = suggestion(first);
    if (suggestion.isPresent()) {
      throw notACommand("'%s' is not a command".formatted(first), suggestion.get());
    }
    if (pairShaped(first)) {
      throw notACommand(
          "expected a command (%s), got the pair %s".formatted(this, first), DEFAULT_SUGGESTION);
    }
    if (words.size() > 1 && pairShaped(words.get(1))) {
      String what = PLAIN_WORD.matcher(first).matches() ? "'" + first + "'" : "the first word";
      throw notACommand(
          "%s is not a command, and %s is a pair rather than a key's secret"
              .formatted(what, words.get(1)),
          DEFAULT_SUGGESTION);
    }
  }

  private static UsageException notACommand(String message, String suggestion) {
    return new UsageException(
        message,
        "did you mean '%s'? %s --help lists the commands".formatted(suggestion, Console.PROGRAM));
  }

  /** The command that a word is a misspelling of. */
  private Optional<String> suggestion(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.length() < MIN_PREFIX) {
      return Optional.empty();
    }
    for (String name : names) {
      if (isMisspelling(lower, name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a word may be a name, mistyped or cut short.
   *
   * @param word as typed
   * @param name the right name
   * @return true if a few letters are left out, added, changed or swapped
   */
  public static boolean isMisspelling(String word, String name) {
    int typos = Math.min(MAX_TYPOS, name.length() / 3);
    return name.startsWith(word) || Levenshtein.distance(word, name) <= typos;
  }

  private static boolean pairShaped(String word) {
    return PAIR_SHAPED.matcher(word).matches();
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
