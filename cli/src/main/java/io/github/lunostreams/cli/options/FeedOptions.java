package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.upstream.FeedSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Timeouts and waits of the connections to the exchange; the defaults suit the live service. */
final class FeedOptions {
  @Option(
      names = "--connect-timeout",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "10s",
      description = "For a connection to open (${DEFAULT-VALUE}).")
  private Duration connectTimeout = Duration.ZERO;

  @Option(
      names = "--snapshot-timeout",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "30s",
      description = "For the whole book, once connected (${DEFAULT-VALUE}).")
  private Duration snapshotTimeout = Duration.ZERO;

  @Option(
      names = "--ping-interval",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "20s",
      description = "Between two pings to the exchange (${DEFAULT-VALUE}).")
  private Duration pingInterval = Duration.ZERO;

  @Option(
      names = "--stale-after",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "20s",
      description =
          "Without a message, until the exchange is asked; soon after, the feed is called stale"
              + " (${DEFAULT-VALUE}).")
  private Duration staleAfter = Duration.ZERO;

  @Option(
      names = "--silence-timeout",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "45s",
      description = "Without a message, until the connection is given up (${DEFAULT-VALUE}).")
  private Duration silenceTimeout = Duration.ZERO;

  @Option(
      names = "--backoff-base",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "1s",
      description = "The first wait before connecting again; doubles each time (${DEFAULT-VALUE}).")
  private Duration backoffBase = Duration.ZERO;

  @Option(
      names = "--backoff-cap",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "60s",
      description = "The longest wait before connecting again (${DEFAULT-VALUE}).")
  private Duration backoffCap = Duration.ZERO;

  @Option(
      names = "--slow-backoff",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "15s",
      description = "The shortest wait after the exchange refused (${DEFAULT-VALUE}).")
  private Duration slowBackoff = Duration.ZERO;

  @Option(
      names = "--calm-after",
      paramLabel = "WAIT",
      converter = Converters.Wait.class,
      defaultValue = "30s",
      description = "In step for this long, waits start from the base again (${DEFAULT-VALUE}).")
  private Duration backoffResetAfter = Duration.ZERO;

  /** The options as settings, once they fit together. */
  FeedSettings settings() {
    if (staleAfter.compareTo(silenceTimeout) >= 0) {
      throw new UsageException(
          "--stale-after: expected less than --silence-timeout (%s), got %s"
              .formatted(text(silenceTimeout), text(staleAfter)),
          "the feed is called stale first and given up later");
    }
    if (backoffBase.compareTo(backoffCap) > 0) {
      throw new UsageException(
          "--backoff-base: expected at most --backoff-cap (%s), got %s"
              .formatted(text(backoffCap), text(backoffBase)),
          "");
    }
    return FeedSettings.builder()
        .connectTimeout(connectTimeout)
        .snapshotTimeout(snapshotTimeout)
        .pingInterval(pingInterval)
        .staleAfter(staleAfter)
        .silenceTimeout(silenceTimeout)
        .backoffBase(backoffBase)
        .backoffCap(backoffCap)
        .slowBackoff(slowBackoff)
        .backoffResetAfter(backoffResetAfter)
        .build();
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
