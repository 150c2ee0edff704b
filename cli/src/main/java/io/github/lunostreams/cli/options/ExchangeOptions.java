package io.github.lunostreams.cli.options;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.rest.LunoRest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where the exchange is: the live service by default. */
public final class ExchangeOptions {
  @Option(
      names = "--luno-url",
      paramLabel = "URL",
      converter = UrlConverters.StreamUrl.class,
      description =
          "The base of the exchange's stream; /api/1/stream/PAIR is appended (${DEFAULT-VALUE}).")
  private URI streamUrl = LunoStreams.LIVE_SERVICE;

  @Option(
      names = "--luno-rest-url",
      paramLabel = "URL",
      converter = UrlConverters.RestUrl.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "The base of the exchange's REST calls (https://api.luno.com; with --luno-url given, the"
              + " same host over http).")
  private @Nullable URI restUrl;

  /**
   * The base of the streams.
   *
   * @return without a slash at its end
   */
  public URI streamUrl() {
    return streamUrl;
  }

  /**
   * The base of the REST calls: as given, or on the stream's host.
   *
   * @return without a slash at its end
   */
  public URI restUrl() {
    if (restUrl != null) {
      return restUrl;
    }
    if (streamUrl.equals(LunoStreams.LIVE_SERVICE)) {
      return LunoRest.LIVE_SERVICE;
    }
    String scheme = "wss".equals(streamUrl.getScheme()) ? "https://" : "http://";
    return URI.create(scheme + streamUrl.getRawAuthority());
  }
}
