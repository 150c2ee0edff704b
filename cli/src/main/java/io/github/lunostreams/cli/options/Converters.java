package io.github.lunostreams.cli.options;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Turns the texts of options into values, addresses excepted ({@link UrlConverters}); an error says
 * what was expected and what came.
 */
public final class Converters {
  /** Longer texts are not quoted in full. */
  private static final int MAX_QUOTED = 40;

  static final int MAX_PORT = 65_535;

  private Converters() {}

  static TypeConversionException expected(String what, String text) {
    return new TypeConversionException("expected " + what + ", got " + quoted(text));
  }

  private static String quoted(String text) {
    return "'" + (text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text) + "'";
  }

  private static long wholeNumber(String text, long min, long max, String what) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw expected(what, text);
    }
    throw expected(what, text);
  }

  /** A TCP port. */
  public static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) wholeNumber(text, 0, MAX_PORT, "a port from 0 (any free one) to 65535");
    }
  }

  /** On or off. */
  public static final class Switch implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "1" -> true;
        case "false", "no", "off", "0" -> false;
        default -> throw expected("true or false", text);
      };
    }
  }

  /** A number of sessions at the exchange. */
  public static final class Sessions implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) wholeNumber(text, 1, 10_000, "a number of sessions from 1 to 10000");
    }
  }

  /** A number of price levels a side. */
  public static final class Depth implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int)
          wholeNumber(
              text, 0, Integer.MAX_VALUE, "a number of price levels from 0 (all of them) upwards");
    }
  }

  /** Where randomness starts. */
  public static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE, "a whole number");
    }
  }

  /** Messages a second. */
  public static final class Rate implements ITypeConverter<Double> {
    private static final double MAX = 100_000;

    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate >= 0 && rate <= MAX) {
          return rate;
        }
      } catch (NumberFormatException e) {
        throw expected("a number of messages a second from 0 to 100000", text);
      }
      throw expected("a number of messages a second from 0 to 100000", text);
    }
  }

  /** A time to wait: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}. */
  public static final class Wait implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration MAX = Duration.ofHours(24);

    @Override
    public Duration convert(String text) {
      Matcher form = FORM.matcher(text);
      if (form.matches()) {
        long amount = Long.parseLong(form.group(1));
        Duration wait =
            switch (form.group(2)) {
              case "ms" -> Duration.ofMillis(amount);
              case "s" -> Duration.ofSeconds(amount);
              case "m" -> Duration.ofMinutes(amount);
              default -> Duration.ofHours(amount);
            };
        if (wait.isPositive() && wait.compareTo(MAX) <= 0) {
          return wait;
        }
      }
      throw expected("a duration above 0 and up to 24h, such as 500ms, 10s or 2m", text);
    }
  }

  /** A duration in whole seconds. */
  public static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Duration.ofSeconds(wholeNumber(text, 1, 86_400, "seconds from 1 to 86400"));
    }
  }

  /** A market's code. A text that cannot be one may be a misplaced key, and is not quoted. */
  public static final class PairCode implements ITypeConverter<Pair> {
    private static final Pattern QUOTABLE = Pattern.compile("[\\p{Alnum}/_-]{0,12}");

    @Override
    public Pair convert(String text) {
      boolean quotable = QUOTABLE.matcher(text).matches();
      try {
        if (quotable) {
          return Pair.of(text);
        }
      } catch (IllegalArgumentException e) {
        throw expected("a pair such as XBTZAR", text);
      }
      throw new TypeConversionException(
          "expected a pair such as XBTZAR, got a text of " + text.length() + " characters");
    }
  }

  /** A fault at a given time. */
  public static final class Fault implements ITypeConverter<ScheduledFault> {
    @Override
    public ScheduledFault convert(String text) {
      try {
        return ScheduledFault.parse(text);
      } catch (IllegalArgumentException e) {
        String reason = e.getMessage();
        throw new TypeConversionException(reason == null ? e.toString() : reason);
      }
    }
  }
}
