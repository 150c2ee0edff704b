package io.github.lunostreams.simulator;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Fault} with the market and the times it strikes, and the text form of that:
 *
 * <pre>
 *   [PAIR:]KIND[:ARGUMENT…]@TIME[+DURATION]
 *
 *   TIME       10s         once, that long after the simulator started
 *              every:30s   again and again, first after one period
 *   DURATION   15s         of stall, freeze and the refusals: how long; without it, for good
 *   units      ms, s, m, h
 *
 *   KIND                        is
 *   drop                        a TCP reset, no close frame
 *   hangup                      the end of the TCP stream, no close frame
 *   close:CODE[:REASON]         a close frame
 *   gap[:N]                     the next N messages (1) are not sent
 *   duplicate                   the last message again
 *   stale[:BACK]                the message BACK sequences ago (10) again
 *   garbage[:TEXT]              a text frame that is not of the protocol
 *   truncate                    half an update
 *   error:CODE[:TEXT]           an error frame, then a close
 *   stall                       no text frames, but pings and pongs
 *   freeze                      nothing at all, nothing is read
 *   refuse:STATUS[:N]           HTTP STATUS for the next N connections (all)
 *   reject:CODE[:TEXT]          an error frame for connections after their credentials
 *   rest:STATUS[:N]             HTTP STATUS for the next N REST calls (all)
 *   wrong:CONTENT               an update that can not be true: unknown-maker, overfill,
 *                               crossed-create, negative-volume, zero-volume, duplicate-id
 *   snapshot:FLAW[:N]           the next N snapshots (1) are crossed or have a duplicate-id
 *   restart:SEQUENCE            a new book at that sequence, connections closed
 *
 *   drop@10s     XBTZAR:gap@every:30s     stall@20s+15s     close:1012@1m     refuse:503@5s+10s
 * </pre>
 *
 * @param pair the market it strikes, or null for every market
 * @param fault what happens
 * @param after the time from the start of the simulator to the first strike
 * @param every the time between strikes, or null if it strikes once
 * @param lasting the time until what the fault began is ended, or null for never
 */
public record ScheduledFault(
    @Nullable String pair,
    Fault fault,
    Duration after,
    @Nullable Duration every,
    @Nullable Duration lasting) {
  private static final Pattern WHEN =
      Pattern.compile("(every:)?([0-9]{1,9}(?:ms|s|m|h))(?:\\+([0-9]{1,9}(?:ms|s|m|h)))?");
  private static final Pattern PAIR = Pattern.compile("([A-Z0-9]{6,16}):(.*)", Pattern.DOTALL);

  /** Checks that only what can be ended has a duration, and that periods are longer than zero. */
  public ScheduledFault {
    if (lasting != null && fault.ending() == null) {
      throw new IllegalArgumentException(fault + " is over at once and takes no duration");
    }
    if (after.isNegative() || (every != null && (every.isNegative() || every.isZero()))) {
      throw new IllegalArgumentException("after " + after + ", every " + every);
    }
  }

  /**
   * Reads the text form.
   *
   * @param text such as {@code XBTZAR:drop@10s}
   * @return what it says
   * @throws IllegalArgumentException naming what is wrong and what was expected
   */
  public static ScheduledFault parse(String text) {
    try {
      int at = text.lastIndexOf('@');
      if (at < 0) {
        throw new IllegalArgumentException("no @TIME, such as drop@10s");
      }
      Matcher when = WHEN.matcher(text.substring(at + 1));
      if (!when.matches()) {
        throw new IllegalArgumentException(
            "'"
                + text.substring(at + 1)
                + "' is not a time such as 10s, every:30s or 20s+15s (ms, s, m, h)");
      }
      String what = text.substring(0, at);
      Matcher named = PAIR.matcher(what);
      String pair = named.matches() ? named.group(1) : null;
      Fault fault = fault(named.matches() ? named.group(2) : what);
      Duration first = duration(when.group(2));
      return new ScheduledFault(
          pair,
          fault,
          first,
          when.group(1) == null ? null : first,
          when.group(3) == null ? null : duration(when.group(3)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("fault '" + text + "': " + e.getMessage(), e);
    }
  }

  private static Duration duration(String text) {
    int digits = 0;
    while (Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    long amount = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static Fault fault(String text) {
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
