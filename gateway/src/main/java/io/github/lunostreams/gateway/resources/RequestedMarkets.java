package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.http.Response;
import io.github.lunostreams.gateway.market.Market;
import io.github.lunostreams.gateway.market.MarketRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which markets a call is about: the parameter {@code pair}, given once, several times or not at
 * all.
 *
 * <p>Any thread may ask; markets come and go meanwhile.
 */
final class RequestedMarkets {
  private final MarketRegistry registry;
  private final Executor workers;

  /**
   * Of the registry's markets.
   *
   * @param workers where answers of many markets are put together
   */
  RequestedMarkets(MarketRegistry registry, Executor workers) {
    this.registry = registry;
    this.workers = workers;
  }

  /** A call about the market that {@code pair} names. */
  CompletionStage<Response> one(
      Map<String, List<String>> query, Function<Market, CompletionStage<Response>> answer) {
    List<String> pairs = named(query);
    return pairs.isEmpty()
        ? CompletableFuture.completedFuture(LunoResponses.invalid("The parameter pair is missing."))
        : some(pairs, found -> answer.apply(found.getFirst()));
  }

  /**
   * A call about the markets given, which must all have what is asked for, or about all that have
   * it.
   *
   * @param question is asked of each
   * @param body of what came, in the markets' order
   * @param without the answer if one has it not that should, or none has it
   */
  <T> CompletionStage<Response> each(
      Map<String, List<String>> query,
      Function<Market, CompletionStage<Optional<T>>> question,
      Function<List<T>, byte[]> body,
      Function<Market, Response> without) {
    List<String> pairs = named(query);
    boolean allOfThem = !pairs.isEmpty();
    BiFunction<List<T>, List<Market>, Response> answer =
        (came, missing) ->
            missing.isEmpty() || (!allOfThem && !came.isEmpty())
                ? LunoResponses.json(body.apply(came))
                : without.apply(missing.getFirst());
    return allOfThem
        ? some(pairs, found -> ask(found, question, answer))
        : ask(connected(), question, answer);
  }

  private List<Market> connected() {
    return registry.followed().stream().filter(Market::isConnected).toList();
  }

  /** The values of {@code pair}, as they were given. */
  static List<String> named(Map<String, List<String>> query) {
    return query.getOrDefault("pair", List.of());
  }

  /** Empty if that cannot be a market's code. */
  static Optional<Pair> pair(String text) {
    try {
      return Optional.of(Pair.of(text));
    } catch (IllegalArgumentException noCode) {
      return Optional.empty();
    }
  }

  private CompletionStage<Response> some(
      List<String> pairs, Function<List<Market>, CompletionStage<Response>> answer) {
    List<Market> found = new ArrayList<>();
    for (String given : pairs) {
      Optional<Pair> pair = pair(given);
      if (pair.isEmpty()) {
        return CompletableFuture.completedFuture(unknown(given));
      }
      Optional<Response> refused = refusal(pair.get(), given);
      if (refused.isPresent()) {
        return CompletableFuture.completedFuture(refused.get());
      }
      Optional<Market> market = registry.find(pair.get()).filter(Market::isConnected);
      if (market.isEmpty()) {
        return CompletableFuture.completedFuture(LunoResponses.starting(pair.get()));
      }
      found.add(market.get());
    }
    return answer.apply(found);
  }

  private Optional<Response> refusal(Pair pair, String given) {
    return registry
        .request(pair)
        .map(why -> registry.isOnDemand() ? LunoResponses.refused(given, why) : unknown(given));
  }

  private Response unknown(String given) {
    return registry.isOnDemand()
        ? LunoResponses.noSuchMarket(given)
        : LunoResponses.notFollowed(given, registry.followed().stream().map(Market::pair).toList());
  }

  /** Asks for something of each market; then makes an answer of what came and of whose did not. */
  private <T> CompletionStage<Response> ask(
      Collection<Market> wanted,
      Function<Market, CompletionStage<Optional<T>>> question,
      BiFunction<List<T>, List<Market>, Response> answer) {
    SequencedMap<Market, CompletableFuture<Optional<T>>> asked = new LinkedHashMap<>();
    for (Market market : wanted) {
      asked.computeIfAbsent(market, one -> question.apply(one).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ -> {
              List<T> came = new ArrayList<>();
              List<Market> missing = new ArrayList<>();
              asked.forEach(
                  (market, result) ->
                      result.join().ifPresentOrElse(came::add, () -> missing.add(market)));
              return answer.apply(came, missing);
            },
            workers);
  }
}
