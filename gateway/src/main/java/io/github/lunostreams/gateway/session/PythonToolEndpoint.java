package io.github.lunostreams.gateway.session;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.http.Answer;
import io.github.lunostreams.gateway.http.Handler;
import io.github.lunostreams.gateway.http.Problem;
import io.github.lunostreams.gateway.http.Request;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Python tool's stream, {@code ws /{pair}?depth=N&beat=1}. The depths that may be asked for are
 * few, since each is encoded on its own; without the parameter it is the gateway's own depth.
 */
public final class PythonToolEndpoint implements Handler {
  /** The depths that every gateway has, in price levels a side; 0 is all. */
  public static final List<Integer> DEPTHS = List.of(0, 1, 5, 10, 20, 25, 50, 100, 250, 500, 1_000);

  private static final String BEATS = "1";
  private static final String NO_BEATS = "0";

  private final ChannelDirectory directory;
  private final List<Integer> depths;
  private final int defaultDepth;
  private final Limits limits;

  /**
   * The streams of all markets.
   *
   * @param directory the markets
   * @param defaultDepth the gateway's own depth, in price levels a side; 0 for all
   * @param limits the bounds
   */
  public PythonToolEndpoint(ChannelDirectory directory, int defaultDepth, Limits limits) {
    TreeSet<Integer> all = new TreeSet<>(DEPTHS);
    all.add(defaultDepth);
    this.directory = directory;
    this.depths = new ArrayList<>(all);
    this.defaultDepth = defaultDepth;
    this.limits = limits;
  }

  @Override
  public Answer answer(Request request) {
    Optional<Pair> pair = request.pair().filter(directory::has);
    if (pair.isEmpty()) {
      return Answer.notFound();
    }
    Optional<String> asked = request.parameter("depth");
    Optional<Integer> depth = asked.isEmpty() ? Optional.of(defaultDepth) : depth(asked.get());
    String beat = request.parameter("beat").orElse(NO_BEATS);
    if (!beat.equals(BEATS) && !beat.equals(NO_BEATS)) {
      return badRequest("expected a beat of 1 or 0, got " + beat);
    }
    return depth
        .map(levels -> stream(pair.get(), levels, beat.equals(BEATS)))
        .orElseGet(() -> badDepth(asked.orElse("none")));
  }

  private Optional<Integer> depth(String asked) {
    return depths.stream().filter(levels -> Integer.toString(levels).equals(asked)).findFirst();
  }

  private Answer badDepth(String asked) {
    String all = depths.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return badRequest("expected a depth of %s (0 is all), got %s".formatted(all, asked));
  }

  private static Answer badRequest(String words) {
    return Answer.now(Problem.of(HttpResponseStatus.BAD_REQUEST, words));
  }

  private Answer stream(Pair pair, int depth, boolean beats) {
    return Answer.webSocket(
        () -> new ClientConnection(new PythonToolProtocol(directory, pair, depth, beats), limits));
  }

  /**
   * Answers a websocket at any path where no stream is: as the Python tool does, after the
   * handshake.
   *
   * @param request any
   * @return a websocket that says {@code Invalid path} and is closed
   */
  public Answer invalidPath(Request request) {
    return Answer.webSocket(() -> new ClientConnection(PythonToolProtocol::invalidPath, limits));
  }
}
