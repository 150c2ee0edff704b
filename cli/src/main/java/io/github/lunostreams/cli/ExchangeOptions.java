package io.github.lunostreams.cli;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.rest.LunoRest;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where the exchange is: the live service unless said otherwise. */
final class ExchangeOptions {
  @Option(
      names = "--luno-url",
      paramLabel = "URL",
      converter = Values.StreamUrl.class,
      description =
          "The base of the exchange's stream; /api/1/stream/PAIR is appended (${DEFAULT-VALUE}).")
  URI streamUrl = LunoStreams.LIVE_SERVICE;

  @Option(
      names = "--luno-rest-url",
      paramLabel = "URL",
      converter = Values.RestUrl.class,
      showDefaultValue = Visibility.NEVER,
      description =
          "The base of the exchange's REST calls (https://api.luno.com; with --luno-url given, the"
              + " same host over http).")
  private @Nullable URI givenRestUrl;

  URI restUrl() {
    if (givenRestUrl != null) {
      return givenRestUrl;
    }
    if (streamUrl.equals(LunoStreams.LIVE_SERVICE)) {
      return LunoRest.LIVE_SERVICE;
    }
    String scheme = "wss".equals(streamUrl.getScheme()) ? "https://" : "http://";
    return URI.create(scheme + streamUrl.getRawAuthority());
  }

  /** Opens REST; the caller closes it. */
  LunoRest rest(Duration timeout) {
    return new LunoRest(restUrl(), timeout);
  }
}
