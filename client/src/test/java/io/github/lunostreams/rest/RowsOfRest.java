package io.github.lunostreams.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists of REST with bad rows of every kind among good ones, of which exactly the good count. */
public final class RowsOfRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pair PAIR = Pair.of("XBTZAR");

  private RowsOfRest() {}

  /**
   * Reads a list of each kind, over a socket.
   *
   * @param seed decides what the rows are
   * @throws AssertionError if a good row was lost, a bad one taken, or one not told
   */
  public static void run(long seed) throws Exception {
    for (Lists list : Lists.values()) {
      try {
        round(list, seed);
      } catch (RestException lost) {
        throw new AssertionError("seed " + seed + ": " + lost.getMessage(), lost);
      }
    }
  }

  /** What no field of any row may be. */
  private static final List<String> BAD_VALUES =
      List.of(
          "null",
          "{}",
          "[1,[2,{\"a\":[]}]]",
          "\"\"",
          "\"perhaps \\u0007\"",
          "\"-1\"",
          "\"1e3\"",
          "\"" + "7".repeat(200) + "\"",
          "9".repeat(5_000),
          "\"\\u0661\\u0662 \"");

  private static final List<String> BAD_ROWS =
      List.of("null", "7", "\"row\"", "true", "[]", "[[[{}]]]", "{}", "{\"new\":{\"a\":1}}");

  /** The lists of REST: how a good row of a number looks, and which of its fields it must have. */
  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes them.
  enum Lists {
    MARKETS(
        "markets",
        i ->
            fields(
                "market_id", "\"P" + i + "ZAR\"",
                "base_currency", "\"P" + i + "\"",
                "counter_currency", "\"ZAR\"",
                "price_scale", "2",
                "volume_scale", "4",
                "min_price", "\"0.01\"",
                "max_price", "\"100000.00\"",
                "min_volume", "\"0.0005\"",
                "max_volume", "\"100.0\""),
        List.of("fee_scale", "trading_status")) {
      @Override
      List<String> names(LunoRest rest) throws Exception {
        return rest.markets().stream().map(one -> one.pair().code()).toList();
      }
    },
    TICKERS(
        "tickers",
        i ->
            fields(
                "pair",
                "\"P" + i + "ZAR\"",
                "timestamp",
                "1790127197639",
                "rolling_24_hour_volume",
                "\"12.5\""),
        List.of("bid", "ask", "last_trade", "status")) {
      @Override
      List<String> names(LunoRest rest) throws Exception {
        return rest.tickers().stream().map(one -> one.pair().code()).toList();
      }
    },
    TRADES(
        "trades",
        i ->
            fields(
                "sequence", Integer.toString(i),
                "timestamp", "1790127197639",
                "price", "\"101.50\"",
                "volume", "\"0.25\"",
                "is_buy", "true"),
        List.of()) {
      @Override
      List<String> names(LunoRest rest) throws Exception {
        return rest.trades(PAIR).stream().map(one -> "P" + one.sequence() + "ZAR").toList();
      }
    };

    final String key;
    final Function<Integer, SequencedMap<String, String>> good;
    final List<String> optional;

    Lists(String key, Function<Integer, SequencedMap<String, String>> good, List<String> optional) {
      this.key = key;
      this.good = good;
      this.optional = optional;
    }

    abstract List<String> names(LunoRest rest) throws Exception;
  }

  private static SequencedMap<String, String> fields(String... keysAndValues) {
    SequencedMap<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  static String row(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String goodRow(Lists list, int number, Random random) {
    SequencedMap<String, String> fields = list.good.apply(number);
    for (String field : list.optional) {
      switch (random.nextInt(4)) {
        case 0 -> fields.put(field, "null");
        case 1 -> fields.put(field, "\"\"");
        case 2 -> fields.put(field, "\"1\"");
        default -> {}
      }
    }
    if (random.nextBoolean()) {
      fields.putFirst("never_seen", BAD_VALUES.get(random.nextInt(BAD_VALUES.size())));
    }
    return row(fields);
  }

  private static String badRow(Lists list, int number, Random random) {
    if (random.nextInt(4) == 0) {
      return BAD_ROWS.get(random.nextInt(BAD_ROWS.size()));
    }
    SequencedMap<String, String> fields = list.good.apply(number);
    List<String> keys = new ArrayList<>(fields.sequencedKeySet());
    String key = keys.get(random.nextInt(keys.size()));
    if (random.nextInt(4) == 0) {
      fields.remove(key);
    } else {
      fields.put(key, badValue(key, random));
    }
    return row(fields);
  }

  /** Any that is bad for the field. */
  private static String badValue(String key, Random random) {
    String value = BAD_VALUES.get(random.nextInt(BAD_VALUES.size()));
    boolean code = key.equals("pair") || key.equals("market_id");
    boolean word = key.endsWith("currency");
    boolean signed = key.endsWith("scale") || key.equals("sequence");
    boolean fits =
        (word && value.startsWith("\"") && value.length() < 100 && value.length() > 2)
            || (code && value.equals("\"1e3\""))
            || (signed && value.equals("\"-1\""));
    return fits ? "null" : value;
  }

  /** Reads one list. */
  static void round(Lists list, long seed) throws Exception {
    Random random = new Random(seed);
    List<String> good = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      if (i == 150 || random.nextBoolean()) {
        good.add("P" + i + "ZAR");
        rows.add(goodRow(list, i, random));
      } else {
        rows.add(badRow(list, i, random));
      }
    }
    List<SkippedRows> skipped = new ArrayList<>();
    try (CannedServer server =
            CannedServer.withBody("{\"" + list.key + "\":[" + String.join(",", rows) + "]}");
        LunoRest rest = new LunoRest(server.url(), TIMEOUT, skipped::add)) {
      assertThat(list.names(rest)).as("seed %s", seed).isEqualTo(good);
    }
    assertThat(skipped).as("seed %s", seed).hasSize(1);
    SkippedRows told = skipped.getFirst();
    assertThat(told.skipped()).isEqualTo(300 - good.size());
    assertThat(told.read()).isEqualTo(good.size());
    assertThat(told.call()).contains("/" + list.key);
    assertThat(told.kind()).startsWith("expected ").hasSizeLessThan(80);
    assertThat(told.first()).startsWith("row ").hasSizeLessThan(250).matches("\\P{Cntrl}*");
  }
}
