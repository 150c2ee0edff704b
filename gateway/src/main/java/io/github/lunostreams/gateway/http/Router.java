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
import java.util.concurrent.CompletionStage;
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
  private final Calls calls;
  private final Streams<Broadcast> streams;
  private final @Nullable LunoRoutes lunoStreams;
  private final Map<String, Function<Limits, StreamSession>> sessions;

  private Router(Builder builder) {
    resources = Map.copyOf(builder.resources);
    finders = List.copyOf(builder.finders);
    calls = builder.calls;
    streams = builder.streams;
    lunoStreams = builder.lunoStreams;
    sessions = Map.copyOf(builder.sessions);
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

  /** What a GET of that path with these parameters is answered, if it is a call. */
  Optional<CompletionStage<Response>> call(String path, Map<String, List<String>> query) {
    return calls.answer(path, query);
  }

  /** Whether a websocket at that path has something to listen to. */
  boolean isStream(String path) {
    return streams.has(path) || (lunoStreams != null && lunoStreams.has(path));
  }

  /** A session for a new websocket at that path: one that says so if there is no stream. */
  StreamSession session(String path, Limits limits) {
    Function<Limits, StreamSession> special = sessions.get(path);
    if (special != null) {
      return special.apply(limits);
    }
    return lunoStreams != null && lunoStreams.owns(path)
        ? lunoStreams.session(path, limits)
        : new StreamSession(path, streams, limits);
  }

  /** Paths whose answers depend on parameters and may take a moment. */
  @FunctionalInterface
  public interface Calls {
    /**
     * Answers a GET.
     *
     * @param path from its slash on
     * @param query the parameters, each with all its values
     * @return empty if this is none of the calls; completes on any thread
     */
    Optional<CompletionStage<Response>> answer(String path, Map<String, List<String>> query);
  }

  /** Collects the paths. */
  public static final class Builder {
    private final Map<String, Supplier<Response>> resources = new HashMap<>();
    private final List<Function<String, Optional<Response>>> finders = new ArrayList<>();
    private Calls calls = (path, query) -> Optional.empty();
    private Streams<Broadcast> streams = Streams.lasting(path -> Optional.empty());
    private @Nullable LunoRoutes lunoStreams;
    private final Map<String, Function<Limits, StreamSession>> sessions = new HashMap<>();

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
     * Says which paths are calls: they go before resources of the same path.
     *
     * @param answers is asked on an event loop
     * @return this builder
     */
    public Builder calls(Calls answers) {
      calls = answers;
      return this;
    }

    /**
     * Says which paths are websocket streams.
     *
     * @param byPath the broadcasts, by their paths
     * @return this builder
     */
    public Builder streams(Streams<Broadcast> byPath) {
      streams = byPath;
      return this;
    }

    /** Says which path's websockets are more than listeners. Goes before the streams. */
    Builder session(String path, Function<Limits, StreamSession> maker) {
      sessions.put(path, maker);
      return this;
    }

    /**
     * Says where the exchange's own streams are: {@code /api/1/stream/<PAIR>}. Any websocket below
     * that path is answered as the exchange does. Asked before the other streams.
     *
     * @param relays by the market's code in any case
     * @param format what such streams look like
     * @return this builder
     */
    public Builder lunoStreams(Streams<Relay> relays, RelayFormat format) {
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
