package io.github.lunostreams.gateway.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which handler answers which path, by templates like {@code /v1/pairs/{pair}}. A path without
 * variables goes before templates that match it too; of those, the one added first is taken.
 *
 * <p>A route is either for GET and HEAD or for websockets. A path may have one of each.
 *
 * <p>Immutable. Any thread may ask; handlers are called on event loops.
 */
public final class RouteTable {
  /** A handler, and what the variables of its template stand for. */
  private record Match(Handler handler, Map<String, String> variables) {}

  private record Route(PathTemplate template, Handler handler) {}

  /** The routes of one kind. */
  private static final class Routes {
    private final Map<String, Handler> literals = new HashMap<>();
    private final List<Route> templates = new ArrayList<>();

    void add(String text, Handler handler) {
      PathTemplate template = PathTemplate.of(text);
      boolean known =
          template.isLiteral()
              ? literals.putIfAbsent(text, handler) != null
              : templates.stream().anyMatch(route -> route.template().toString().equals(text));
      if (known) {
        throw new IllegalArgumentException("expected each route once, got another for " + text);
      }
      if (!template.isLiteral()) {
        templates.add(new Route(template, handler));
      }
    }

    Optional<Match> find(String path) {
      Handler literal = literals.get(path);
      if (literal != null) {
        return Optional.of(new Match(literal, Map.of()));
      }
      for (Route route : templates) {
        Optional<Map<String, String>> variables = route.template().match(path);
        if (variables.isPresent()) {
          return Optional.of(new Match(route.handler(), variables.get()));
        }
      }
      return Optional.empty();
    }

    Routes copy() {
      Routes copy = new Routes();
      copy.literals.putAll(literals);
      copy.templates.addAll(templates);
      return copy;
    }
  }

  private final Routes gets;
  private final Routes webSockets;
  private final Handler otherWebSockets;

  private RouteTable(Builder builder) {
    gets = builder.gets.copy();
    webSockets = builder.webSockets.copy();
    otherWebSockets = builder.otherWebSockets;
  }

  /**
   * Starts without any route.
   *
   * @return to add routes to, then {@link Builder#build}
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Answers a GET or HEAD; never with a websocket. */
  Answer get(String path, Map<String, List<String>> query) {
    Optional<Match> route = gets.find(path);
    Answer answer =
        route.isPresent()
            ? answer(route.get(), path, query, false)
            : webSockets
                .find(path)
                .map(match -> answer(match, path, query, false))
                .orElseGet(Answer::notFound);
    return switch (answer) {
      case Answer.WebSocket _ -> Answer.now(upgradeRequired(path));
      case Answer.NotFound _ -> Answer.now(notFound(path));
      default -> answer;
    };
  }

  /** Answers a websocket's handshake. */
  Answer webSocket(String path, Map<String, List<String>> query) {
    Answer answer =
        webSockets
            .find(path)
            .map(match -> answer(match, path, query, true))
            .orElseGet(Answer::notFound);
    return answer instanceof Answer.NotFound
        ? answer(new Match(otherWebSockets, Map.of()), path, query, true)
        : answer;
  }

  private static Answer answer(
      Match match, String path, Map<String, List<String>> query, boolean webSocket) {
    return match.handler().answer(new Request(path, match.variables(), query, webSocket));
  }

  private static Response notFound(String path) {
    return Problem.of(HttpResponseStatus.NOT_FOUND, "there is nothing at " + path);
  }

  private static Response upgradeRequired(String path) {
    return Problem.of(
        HttpResponseStatus.UPGRADE_REQUIRED,
        path + " is a websocket stream: connect with a websocket client, ws://HOST:PORT" + path,
        Map.of("upgrade", "websocket", "connection", "upgrade"));
  }

  /** Collects the routes. */
  public static final class Builder {
    private final Routes gets = new Routes();
    private final Routes webSockets = new Routes();
    private Handler otherWebSockets = request -> Answer.now(notFound(request.path()));

    private Builder() {}

    /**
     * Adds a route for GET and HEAD.
     *
     * @param template its paths
     * @param handler answers, but not with a websocket
     * @return this builder
     * @throws IllegalArgumentException if that is no template, or has a route already
     */
    public Builder get(String template, Handler handler) {
      gets.add(template, handler);
      return this;
    }

    /**
     * Adds a route for websockets. A plain GET of it is answered as the handler would refuse it, or
     * else with 426.
     *
     * @param template its paths
     * @param handler answers with a websocket, or refuses
     * @return this builder
     * @throws IllegalArgumentException if that is no template, or has a route already
     */
    public Builder webSocket(String template, Handler handler) {
      webSockets.add(template, handler);
      return this;
    }

    /**
     * Says how a websocket is answered for which there is no route, or nothing at its path. Without
     * this the handshake is refused with 404.
     *
     * @param handler answers with a websocket, or refuses
     * @return this builder
     */
    public Builder otherWebSockets(Handler handler) {
      otherWebSockets = handler;
      return this;
    }

    /**
     * Makes the table.
     *
     * @return it has the routes added so far
     */
    public RouteTable build() {
      return new RouteTable(this);
    }
  }
}
