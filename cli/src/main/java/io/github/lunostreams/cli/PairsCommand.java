package io.github.lunostreams.cli;

import io.github.lunostreams.cli.TextTable.Align;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.RestException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code pairs [PAIR…]}: what the exchange trades. */
@Command(
    name = "pairs",
    description =
        "Lists the exchange's markets with their rules for orders, or those that are named. A name"
            + " that is none is answered with the likely one.")
final class PairsCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      // Not the label that LUNO_STREAMS_PAIRS stands for: without names all are listed.
      paramLabel = "[PAIR…]",
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets to list; without any, all.")
  private List<String> pairs = new ArrayList<>();

  @Option(names = "--json", description = "Print a JSON array, an object for each market.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "WAIT",
      converter = Values.Wait.class,
      defaultValue = "10s",
      description = "For the exchange's answer (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();
  @Mixin private final LogOptions log = new LogOptions();

  PairsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    List<String> wanted = pairs.isEmpty() ? List.of() : Pairs.checked(pairs);
    List<Market> markets;
    try (LunoRest rest = exchange.rest(timeout)) {
      markets = rest.markets();
    } catch (RestException e) {
      throw RestTrouble.failed(e);
    }
    List<Market> listed = wanted.isEmpty() ? markets : named(wanted, markets);
    (json ? List.of(json(listed)) : table(listed)).forEach(console.out()::println);
    console.out().flush();
    return 0;
  }

  private static List<Market> named(List<String> wanted, List<Market> markets) {
    Map<String, Market> known =
        markets.stream()
            .collect(
                Collectors.toMap(market -> market.pair().code(), Function.identity(), (a, b) -> a));
    List<String> unknown = wanted.stream().filter(pair -> !known.containsKey(pair)).toList();
    if (!unknown.isEmpty()) {
      List<String> likely =
          unknown.stream()
              .map(name -> PairAdvice.likely(name, known.keySet()))
              .flatMap(Optional::stream)
              .toList();
      throw new FailedException(
          "the exchange has no market " + String.join(", ", unknown),
          likely.isEmpty()
              ? "'%s pairs' lists its markets".formatted(Console.PROGRAM)
              : PairAdvice.didYouMean(likely));
    }
    return markets.stream().filter(market -> wanted.contains(market.pair())).toList();
  }

  private static List<String> table(List<Market> markets) {
    TextTable table =
        new TextTable(Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
            .row("PAIR", "STATUS", "PRICE SCALE", "VOLUME SCALE", "MIN VOLUME", "MAX VOLUME");
    for (Market market : markets) {
      table.row(
          market.pair().code(),
          market.status().name(),
          Integer.toString(market.priceScale()),
          Integer.toString(market.volumeScale()),
          market.minVolume().toPlainString(),
          market.maxVolume().toPlainString());
    }
    return table.lines();
  }

  private static String json(List<Market> markets) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      for (Market market : markets) {
        json.writeStartObject();
        json.writeStringProperty("pair", market.pair().code());
        json.writeStringProperty("base", market.base());
        json.writeStringProperty("counter", market.counter());
        json.writeStringProperty("status", market.status().name());
        json.writeNumberProperty("price_scale", market.priceScale());
        json.writeNumberProperty("volume_scale", market.volumeScale());
        json.writeStringProperty("min_price", market.minPrice().toPlainString());
        json.writeStringProperty("max_price", market.maxPrice().toPlainString());
        json.writeStringProperty("min_volume", market.minVolume().toPlainString());
        json.writeStringProperty("max_volume", market.maxVolume().toPlainString());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.toString();
  }
}
