package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.commands.TextTable.Align;
import io.github.lunostreams.cli.options.Converters;
import io.github.lunostreams.cli.options.ExchangeOptions;
import io.github.lunostreams.cli.options.LogOptions;
import io.github.lunostreams.cli.options.PairArguments;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.RestRefusedException;
import io.github.lunostreams.rest.RestUnreachableException;
import io.github.lunostreams.rest.RestUnreadableException;
import io.github.lunostreams.rest.SkippedRowsLog;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code pairs [PAIR…]}: the exchange's markets. */
@Command(
    name = "pairs",
    description =
        "Lists the exchange's markets with their rules for orders, or those that are named. A name"
            + " that is none is answered with the likely one.")
public final class PairsCommand implements Callable<Integer> {
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
      converter = Converters.Wait.class,
      defaultValue = "10s",
      description = "For the exchange's answer (${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();
  @Mixin private final LogOptions log = new LogOptions();

  /**
   * The command.
   *
   * @param console its streams
   */
  public PairsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    List<Pair> wanted = pairs.isEmpty() ? List.of() : PairArguments.atLeastOne(pairs);
    List<Market> markets;
    AtomicBoolean skipped = new AtomicBoolean();
    try (LunoRest rest =
        new LunoRest(
            exchange.restUrl(), timeout, new SkippedRowsLog().andThen(_ -> skipped.set(true)))) {
      markets = rest.markets();
    } catch (RestException e) {
      throw new FailedException(String.valueOf(e.getMessage()), hint(e));
    }
    List<Market> listed = wanted.isEmpty() ? markets : named(wanted, markets, skipped.get());
    (json ? List.of(json(listed)) : table(listed)).forEach(console.out()::println);
    console.out().flush();
    return 0;
  }

  private static String hint(RestException failure) {
    return switch (failure) {
      case RestRefusedException refused ->
          refused.isTemporary() ? "try again in a minute" : "check --luno-rest-url";
      case RestUnreachableException _ ->
          "check --luno-rest-url and the network; behind a proxy set"
              + " JAVA_OPTS=-Dhttps.proxyHost=… -Dhttps.proxyPort=…";
      case RestUnreadableException _ ->
          "something else than the exchange answered; check --luno-rest-url";
    };
  }

  private static List<Market> named(List<Pair> wanted, List<Market> markets, boolean skipped) {
    Set<Pair> known = markets.stream().map(Market::pair).collect(Collectors.toSet());
    List<String> unknown =
        wanted.stream().filter(pair -> !known.contains(pair)).map(Pair::code).toList();
    if (!unknown.isEmpty() && skipped) {
      throw new FailedException(
          "the exchange's list has no " + String.join(", ", unknown) + " that can be read",
          "rows of the list were left out, so whether there is such a market is not known");
    }
    if (!unknown.isEmpty()) {
      throw new FailedException(
          "the exchange has no market " + String.join(", ", unknown),
          PairSuggestions.hint(unknown, known));
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
