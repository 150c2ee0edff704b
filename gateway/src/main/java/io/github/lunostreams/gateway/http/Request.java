package io.github.lunostreams.gateway.http;

import io.github.lunostreams.book.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as its {@link Handler} gets it.
 *
 * @param path decoded, from its slash on, without the query
 * @param variables what the parts in braces of the route's template stand for
 * @param query the parameters, decoded, each with all its values
 * @param webSocket whether it is a websocket's handshake, and not a GET or HEAD
 */
public record Request(
    String path,
    Map<String, String> variables,
    Map<String, List<String>> query,
    boolean webSocket) {
  /**
   * What a part of the template stands for.
   *
   * @param name the part's, without braces
   * @return its text in the path
   * @throws IllegalArgumentException if the template has no such part
   */
  public String variable(String name) {
    String text = variables.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "expected one of %s, got %s".formatted(variables.keySet(), name));
    }
    return text;
  }

  /**
   * The market that the variable {@code pair} names, in any case.
   *
   * @return empty if that cannot be a market's code
   * @throws IllegalArgumentException if the template has no such variable
   */
  public Optional<Pair> pair() {
    String code = variable("pair");
    try {
      return Optional.of(Pair.of(code));
    } catch (IllegalArgumentException noCode) {
      return Optional.empty();
    }
  }

  /**
   * The first value of a parameter.
   *
   * @param name the parameter's
   * @return empty if it was not given
   */
  public Optional<String> parameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }
}
