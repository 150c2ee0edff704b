package io.github.lunostreams.gateway.http;

import io.github.lunostreams.gateway.fanout.Broadcast;
import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.Relay;
import io.github.lunostreams.gateway.fanout.RelayFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what is where: which path answers a GET, and which is a websocket's stream. A path is the
 * decoded one, from its slash on and without the query.
 *
 * <p>Immutable. Any thread may ask; what it finds is called on event loops and must not block.
 */
public final class Router {
  private final Map<String, Supplier<Response>> resources;
  private final List<Function<String, Optional<Response>>> finders;
  private final Function<String, Optional<Broadcast>> streams;
  private final @Nullable LunoRoutes lunoStreams;

  private Router(Builder builder) {
    resources = Map.copyOf(builder.resources);
    finders = List.copyOf(builder.finders);
    streams = builder.streams;
    lunoStreams = builder.lunoStreams;
  }

  /**
   * Starts with no path at all.
   *
   * @return to add paths to, then {@link Builder#build}
   */
  public static Builder builder() {
    return new Builder();
  }

  /** What a GET of that path is answered, if there is anything. */
  Optional<Response> get(String path) {
    Supplier<Response> resource = resources.get(path);
    if (resource != null) {
      return Optional.of(resource.get());
    }
    for (Function<String, Optional<Response>> finder : finders) {
      Optional<Response> found = finder.apply(path);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whether a websocket at that path has something to listen to. */
  boolean isStream(String path) {
    return streams.apply(path).isPresent()
        || (lunoStreams != null && lunoStreams.relay(path).isPresent());
  }

  /** A session for a new websocket at that path: one that says so if there is no stream. */
  StreamSession session(String path, Limits limits) {
    return lunoStreams != null && lunoStreams.owns(path)
        ? lunoStreams.session(path, limits)
        : new StreamSession(streams.apply(path).orElse(null), limits);
  }

  /** Collects the paths. */
  public static final class Builder {
    private final Map<String, Supplier<Response>> resources = new HashMap<>();
    private final List<Function<String, Optional<Response>>> finders = new ArrayList<>();
    private Function<String, Optional<Broadcast>> streams = path -> Optional.empty();
    private @Nullable LunoRoutes lunoStreams;

    private Builder() {}

    /**
     * Adds one path that answers GET and HEAD.
     *
     * @param path from its slash on
     * @param answer is called on each request, on an event loop
     * @return this builder
     */
    public Builder resource(String path, Supplier<Response> answer) {
      resources.put(path, answer);
      return this;
    }

    /**
     * Adds a whole set of paths that answer GET and HEAD: a site's files, for instance. Asked after
     * the single resources and the sets added before.
     *
     * @param finder gives the answer for a path that is in the set, on an event loop
     * @return this builder
     */
    public Builder resources(Function<String, Optional<Response>> finder) {
      finders.add(finder);
      return this;
    }

    /**
     * Says which paths are websocket streams.
     *
     * @param finder gives the broadcast of a path
     * @return this builder
     */
    public Builder streams(Function<String, Optional<Broadcast>> finder) {
      streams = finder;
      return this;
    }

    /**
     * Says where the exchange's own streams are: {@code /api/1/stream/<PAIR>}. Any websocket below
     * that path is answered as the exchange does. Asked before the other streams.
     *
     * @param relays gives a market's, by its code in any case
     * @param format what such streams look like
     * @return this builder
     */
    public Builder lunoStreams(Function<String, Optional<Relay>> relays, RelayFormat format) {
      lunoStreams = new LunoRoutes(relays, format);
      return this;
    }

    /**
     * Makes the router.
     *
     * @return it knows the paths added so far
     */
    public Router build() {
      return new Router(this);
    }
  }
}
