package io.github.lunostreams.cli;

import io.github.lunostreams.simulator.fault.ScheduledFault;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the texts of options become values. Each says what it expected and what came. */
final class Values {
  /** Longer texts are not shown in full. */
  private static final int SHOWN = 40;

  private static final int MOST_PORT = 65_535;

  private Values() {}

  private static TypeConversionException expected(String what, String text) {
    return new TypeConversionException("expected " + what + ", got " + shown(text));
  }

  private static String shown(String text) {
    return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
  }

  private static long wholeNumber(String text, long least, long most, String what) {
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw expected(what, text);
    }
    throw expected(what, text);
  }

  /** An address that paths are appended to. */
  private static URI base(String text, String examples, String... schemes) {
    String expected = "an address such as " + examples;
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw expected(expected, text);
    }
    boolean plain =
        url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && url.getPort() <= MOST_PORT;
    if (!Arrays.asList(schemes).contains(url.getScheme()) || url.getHost() == null || !plain) {
      throw expected(expected, text);
    }
    String base = url.toString();
    return base.endsWith("/") ? URI.create(base.replaceAll("/+$", "")) : url;
  }

  /** A TCP port. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) wholeNumber(text, 0, MOST_PORT, "a port from 0 (any free one) to 65535");
    }
  }

  /** On or off. */
  static final class Switch implements ITypeConverter<Boolean> {
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
  static final class Sessions implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) wholeNumber(text, 1, 10_000, "a number of sessions from 1 to 10000");
    }
  }

  /** A number of price levels a side. */
  static final class Depth implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int)
          wholeNumber(
              text, 0, Integer.MAX_VALUE, "a number of price levels from 0 (all of them) upwards");
    }
  }

  /** Where randomness starts. */
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE, "a whole number");
    }
  }

  /** Messages a second. */
  static final class Rate implements ITypeConverter<Double> {
    private static final double MOST = 100_000;

    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate >= 0 && rate <= MOST) {
          return rate;
        }
      } catch (NumberFormatException e) {
        throw expected("a number of messages a second from 0 to 100000", text);
      }
      throw expected("a number of messages a second from 0 to 100000", text);
    }
  }

  /** A time to wait: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}. */
  static final class Wait implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofHours(24);

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
        if (wait.isPositive() && wait.compareTo(LONGEST) <= 0) {
          return wait;
        }
      }
      throw expected("a duration above 0 and up to 24h, such as 500ms, 10s or 2m", text);
    }
  }

  /** How long a look takes. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Duration.ofSeconds(wholeNumber(text, 1, 86_400, "seconds from 1 to 86400"));
    }
  }

  /** The base address of a stream. */
  static final class StreamUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return base(text, "wss://ws.luno.com or ws://127.0.0.1:9001", "ws", "wss");
    }
  }

  /** The base address of REST calls. */
  static final class RestUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return base(text, "https://api.luno.com or http://127.0.0.1:9001", "http", "https");
    }
  }

  /** A gateway's address; the one it prints when it is ready will do. */
  static final class GatewayUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      URI url =
          base(text, "ws://127.0.0.1:8010 or http://127.0.0.1:8010", "ws", "wss", "http", "https");
      return URI.create(url.toString().replaceFirst("^http", "ws"));
    }
  }

  /** A market's code. What can't be one may be a misplaced key and is not shown. */
  static final class Pair implements ITypeConverter<String> {
    private static final Pattern SHOWABLE = Pattern.compile("[\\p{Alnum}/_-]{0,12}");

    @Override
    public String convert(String text) {
      boolean showable = SHOWABLE.matcher(text).matches();
      try {
        if (showable) {
          return io.github.lunostreams.book.Pair.of(text).code();
        }
      } catch (IllegalArgumentException e) {
        throw expected("a pair such as XBTZAR", text);
      }
      throw new TypeConversionException(
          "expected a pair such as XBTZAR, got a text of " + text.length() + " characters");
    }
  }

  /** A level by Python's or by Java's name. */
  static final class Level implements ITypeConverter<LogLevel> {
    private static final Map<String, LogLevel> ALSO =
        Map.of("WARN", LogLevel.WARNING, "FATAL", LogLevel.CRITICAL);

    @Override
    public LogLevel convert(String text) {
      String name = text.toUpperCase(Locale.ROOT);
      LogLevel also = ALSO.get(name);
      if (also != null) {
        return also;
      }
      for (LogLevel level : LogLevel.values()) {
        if (level.name().equals(name)) {
          return level;
        }
      }
      throw expected("one of TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL", text);
    }
  }

  /** Something that goes wrong at a given time. */
  static final class Fault implements ITypeConverter<ScheduledFault> {
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
