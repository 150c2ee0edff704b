package io.github.lunostreams.gateway.session;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.ChannelDirectory;
import io.github.lunostreams.gateway.channel.LunoFormat;
import io.github.lunostreams.gateway.http.Answer;
import io.github.lunostreams.gateway.http.Handler;
import io.github.lunostreams.gateway.http.Request;
import java.util.Optional;

/**
 * The exchange's own stream, {@code ws /api/1/stream/{pair...}}. A websocket is accepted for any
 * pair: the exchange says that there is no such market only after the credentials.
 */
public final class LunoEndpoint implements Handler {
  private final ChannelDirectory directory;
  private final LunoFormat format;
  private final Limits limits;

  /**
   * The streams of all markets.
   *
   * @param directory the markets
   * @param format what the exchange says
   * @param limits the bounds
   */
  public LunoEndpoint(ChannelDirectory directory, LunoFormat format, Limits limits) {
    this.directory = directory;
    this.format = format;
    this.limits = limits;
  }

  @Override
  public Answer answer(Request request) {
    String asked = request.variable("pair");
    Optional<Pair> pair = request.pair();
    return request.webSocket() || pair.filter(directory::has).isPresent()
        ? Answer.webSocket(
            () ->
                new ClientConnection(
                    new LunoProtocol(asked, pair, directory, format, limits.luno()), limits))
        : Answer.notFound();
  }
}
