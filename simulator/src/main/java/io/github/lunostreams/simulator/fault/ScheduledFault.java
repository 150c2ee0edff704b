package io.github.lunostreams.simulator.fault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Fault} with its market and its times, and the text form of that:
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
 *   wrong:CONTENT               an update that cannot be true: unknown-maker, overfill,
 *                               crossed-create, negative-volume, zero-volume, duplicate-id
 *   snapshot:FLAW[:N]           the next N snapshots (1) are crossed or have a duplicate-id
 *   restart:SEQUENCE            a new book at that sequence, connections closed
 *
 *   drop@10s     XBTZAR:gap@every:30s     stall@20s+15s     close:1012@1m     refuse:503@5s+10s
 * </pre>
 *
 * @param pair the market it is injected into, or null for every market
 * @param fault what happens
 * @param after the time from the start of the simulator to the first injection
 * @param every the time between injections, or null for a single one
 * @param lasting the time until the fault is ended, or null for never
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
      Fault fault = FaultText.parse(named.matches() ? named.group(2) : what);
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
}
