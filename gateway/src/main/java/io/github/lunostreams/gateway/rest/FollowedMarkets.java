package io.github.lunostreams.gateway.rest;

import io.github.lunostreams.gateway.http.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The markets that can be asked about, and which of them a call is about: the parameter {@code
 * pair}, given once, several times or not at all.
 *
 * <p>Any thread may ask; markets come and go meanwhile.
 */
final class FollowedMarkets {
  private final Optional<PublicRest.Demand> demand;
  private final Executor workers;

  /** Never changed, but replaced by another. Written under this object's lock. */
  private volatile SequencedMap<String, LiveMarket> markets =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  /**
   * None yet.
   *
   * @param demand is asked for markets by name, if not only those are to be had that are followed
   * @param workers where answers of many markets are put together
   */
  FollowedMarkets(Optional<PublicRest.Demand> demand, Executor workers) {
    this.demand = demand;
    this.workers = workers;
  }

  synchronized void add(LiveMarket market) {
    SequencedMap<String, LiveMarket> more = new LinkedHashMap<>(markets);
    more.put(market.pair(), market);
    markets = Collections.unmodifiableSequencedMap(more);
  }

  synchronized void remove(String pair) {
    SequencedMap<String, LiveMarket> fewer = new LinkedHashMap<>(markets);
    fewer.remove(pair);
    markets = Collections.unmodifiableSequencedMap(fewer);
  }

  /** One that is followed; asking so starts none. */
  Optional<LiveMarket> get(String pair) {
    return Optional.ofNullable(markets.get(pair));
  }

  /** A call about the market that {@code pair} names. */
  CompletionStage<Response> one(
      Map<String, List<String>> query, Function<LiveMarket, CompletionStage<Response>> answer) {
    List<String> pairs = named(query);
    return pairs.isEmpty()
        ? CompletableFuture.completedFuture(Answers.invalid("The parameter pair is missing."))
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
      Function<LiveMarket, CompletionStage<Optional<T>>> question,
      Function<List<T>, byte[]> body,
      Function<LiveMarket, Response> without) {
    List<String> pairs = named(query);
    boolean allOfThem = !pairs.isEmpty();
    BiFunction<List<T>, List<LiveMarket>, Response> answer =
        (came, missing) ->
            missing.isEmpty() || (!allOfThem && !came.isEmpty())
                ? Answers.json(body.apply(came))
                : without.apply(missing.getFirst());
    return allOfThem
        ? some(pairs, found -> ask(found, question, answer))
        : ask(markets.values(), question, answer);
  }

  /** The values of {@code pair}, as they were given. */
  static List<String> named(Map<String, List<String>> query) {
    return query.getOrDefault("pair", List.of());
  }

  static String code(String pair) {
    return pair.toUpperCase(Locale.ROOT);
  }

  private CompletionStage<Response> some(
      List<String> pairs, Function<List<LiveMarket>, CompletionStage<Response>> answer) {
    List<LiveMarket> found = new ArrayList<>();
    for (String pair : pairs) {
      String code = code(pair);
      Optional<Response> refused =
          demand.flatMap(on -> on.want(code)).map(why -> Answers.refused(pair, why));
      Optional<LiveMarket> market = refused.isPresent() ? Optional.empty() : get(code);
      if (market.isEmpty()) {
        return CompletableFuture.completedFuture(refused.orElseGet(() -> missing(pair)));
      }
      found.add(market.get());
    }
    return answer.apply(found);
  }

  private Response missing(String pair) {
    return demand.isPresent()
        ? Answers.starting(code(pair))
        : Answers.notFollowed(pair, markets.keySet());
  }

  /** Asks for something of each market; then makes an answer of what came and of whose did not. */
  private <T> CompletionStage<Response> ask(
      Collection<LiveMarket> wanted,
      Function<LiveMarket, CompletionStage<Optional<T>>> question,
      BiFunction<List<T>, List<LiveMarket>, Response> answer) {
    SequencedMap<LiveMarket, CompletableFuture<Optional<T>>> asked = new LinkedHashMap<>();
    for (LiveMarket market : wanted) {
      asked.computeIfAbsent(market, one -> question.apply(one).toCompletableFuture());
    }
    return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
        .thenApplyAsync(
            _ -> {
              List<T> came = new ArrayList<>();
              List<LiveMarket> missing = new ArrayList<>();
              asked.forEach(
                  (market, result) ->
                      result.join().ifPresentOrElse(came::add, () -> missing.add(market)));
              return answer.apply(came, missing);
            },
            workers);
  }
}
