package io.github.lunostreams.simulator.fault;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text form {@code KIND[:ARGUMENT…]} of a {@link Fault}, as {@link ScheduledFault} lists it.
 */
final class FaultText {
  private FaultText() {}

  /**
   * Reads the text form.
   *
   * @param text such as {@code gap:3}
   * @return what it says
   * @throws IllegalArgumentException naming what is wrong and what was expected
   */
  static Fault parse(String text) {
    String[] words = text.split(":", 3);
    String kind = words[0];
    return switch (kind) {
      case "drop" -> alone(words, new Fault.Drop(true));
      case "hangup" -> alone(words, new Fault.Drop(false));
      case "close" -> new Fault.Close(number(words, 1, null), rest(words, ""));
      case "gap" -> two(words, new Fault.Gap(number(words, 1, 1)));
      case "duplicate" -> alone(words, new Fault.Duplicate());
      case "stale" -> two(words, new Fault.Stale(number(words, 1, 10)));
      case "garbage" ->
          new Fault.Garbage(
              text.equals(kind)
                  ? "<html>502 Bad Gateway</html>"
                  : text.substring(kind.length() + 1));
      case "truncate" -> alone(words, new Fault.Truncate());
      case "error" -> new Fault.ErrorFrame(word(words, "CODE"), rest(words, words[1]), true);
      case "stall" -> alone(words, new Fault.Stall(true));
      case "freeze" -> alone(words, new Fault.Stall(false));
      case "refuse" ->
          new Fault.RefuseUpgrade(number(words, 1, null), number(words, 2, Integer.MAX_VALUE));
      case "reject" ->
          new Fault.RefuseSession(word(words, "CODE"), rest(words, words[1]), Integer.MAX_VALUE);
      case "rest" ->
          new Fault.RefuseRest(number(words, 1, null), number(words, 2, Integer.MAX_VALUE));
      case "wrong" ->
          two(words, new Fault.WrongUpdate(name(Fault.Content.class, word(words, "CONTENT"))));
      case "snapshot" ->
          new Fault.WrongSnapshot(
              name(Fault.SnapshotFlaw.class, word(words, "FLAW")), number(words, 2, 1));
      case "restart" -> two(words, new Fault.Restart(sequence(word(words, "SEQUENCE"))));
      default ->
          throw new IllegalArgumentException(
              "'"
                  + kind
                  + "' is not one of drop, hangup, close, gap, duplicate, stale, garbage, truncate,"
                  + " error, stall, freeze, refuse, reject, rest, wrong, snapshot, restart");
    };
  }

  private static Fault alone(String[] words, Fault fault) {
    return atMost(1, words, fault);
  }

  private static Fault two(String[] words, Fault fault) {
    return atMost(2, words, fault);
  }

  private static Fault atMost(int count, String[] words, Fault fault) {
    if (words.length > count) {
      throw new IllegalArgumentException(
          "'" + words[0] + "' takes " + (count - 1) + " arguments, got '" + words[count] + "'");
    }
    return fault;
  }

  private static String word(String[] words, String name) {
    if (words.length < 2 || words[1].isEmpty()) {
      throw new IllegalArgumentException("'" + words[0] + "' needs " + words[0] + ":" + name);
    }
    return words[1];
  }

  private static String rest(String[] words, String fallback) {
    return words.length < 3 ? fallback : words[2];
  }

  private static int number(String[] words, int index, @Nullable Integer fallback) {
    if (words.length <= index) {
      if (fallback == null) {
        throw new IllegalArgumentException(
            "'" + words[0] + "' needs a number, such as " + words[0] + ":1012");
      }
      return fallback;
    }
    try {
      return Integer.parseInt(words[index]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + words[index] + "' is not a whole number", e);
    }
  }

  private static long sequence(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a sequence", e);
    }
  }

  private static <E extends Enum<E>> E name(Class<E> type, String text) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return value;
      }
    }
    StringBuilder names = new StringBuilder();
    for (E value : type.getEnumConstants()) {
      names.append(names.isEmpty() ? "" : ", ");
      names.append(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    throw new IllegalArgumentException("'" + text + "' is not one of " + names);
  }
}
