package io.github.lunostreams.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The options of {@code serve}, from the command line and from the environment. */
class ServeOptionsTest {
  private static GatewayConfig parsed(Map<String, String> environment, String... args) {
    ServeOptions options = new ServeOptions();
    new CommandLine(options)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .parseArgs(args);
    return options.config(
        options.pairs(List.of("XBTZAR", "ETHZAR", "XBTUSDT")), new Credentials("some", "key"));
  }

  @Test
  void everyTimeoutHasTheClientsDefault() {
    assertThat(parsed(Map.of()).feedSettings()).isEqualTo(FeedSettings.DEFAULT);
  }

  @Test
  void everyTimeoutCanBeSet() {
    GatewayConfig config =
        parsed(
            Map.of(),
            "--connect-timeout=1s",
            "--snapshot-timeout=2s",
            "--ping-interval=3s",
            "--stale-after=4s",
            "--silence-timeout=5s",
            "--backoff-base=600ms",
            "--backoff-cap=7s",
            "--slow-backoff=8m",
            "--calm-after=9h");

    assertThat(config.feedSettings())
        .isEqualTo(
            new FeedSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                FeedSettings.DEFAULT.lagBound(),
                Duration.ofMillis(600),
                Duration.ofSeconds(7),
                Duration.ofMinutes(8),
                Duration.ofHours(9),
                FeedSettings.DEFAULT.maxQueuedBytes()));
  }

  @Test
  void everyOptionHasAVariableAndTheCommandLineGoesBeforeIt() {
    Map<String, String> environment =
        Map.of(
            "LUNO_STREAMS_LUNO_URL", "ws://127.0.0.1:9001",
            "LUNO_STREAMS_PORT", "1234",
            "LUNO_STREAMS_APP", "true",
            "LUNO_STREAMS_APP_PORT", "0",
            "LUNO_STREAMS_SESSIONS", "7",
            "LUNO_STREAMS_OPTIONAL", "XBTZAR, ETHZAR");

    GatewayConfig fromEnvironment = parsed(environment);
    assertThat(fromEnvironment.streamUrl()).isEqualTo(URI.create("ws://127.0.0.1:9001"));
    assertThat(fromEnvironment.optionalPairs())
        .containsExactly(Pair.of("XBTZAR"), Pair.of("ETHZAR"));
    assertThat(fromEnvironment.sessions()).isEqualTo(7);
    assertThat(parsed(Map.of()).sessions()).isEqualTo(50);
    assertThat(fromEnvironment.port()).isEqualTo(1234);
    assertThat(fromEnvironment.appPort()).hasValue(0);

    GatewayConfig fromBoth =
        parsed(
            environment,
            "--port=99",
            "--sessions=9",
            "--luno-url=wss://luno.test/",
            "--optional=XBTUSDT");
    assertThat(fromBoth.streamUrl()).isEqualTo(URI.create("wss://luno.test"));
    assertThat(fromBoth.sessions()).isEqualTo(9);
    assertThat(fromBoth.optionalPairs()).containsExactly(Pair.of("XBTUSDT"));
    assertThat(fromBoth.port()).isEqualTo(99);
  }

  @Test
  void appStaysOnIfBothTheVariableAndTheCommandLineSaySo() {
    for (String on : new String[] {"true", "1", "yes"}) {
      GatewayConfig config = parsed(Map.of("LUNO_STREAMS_APP", on), "--app", "-p", "0");
      assertThat(config.appPort()).hasValue(8011);
    }
    assertThat(parsed(Map.of("LUNO_STREAMS_APP", "no")).appPort()).isEmpty();
  }

  @Test
  void allPairsIsOffUnlessTheVariableOrTheCommandLineSaySo() {
    assertThat(parsed(Map.of()).allPairs()).isFalse();
    assertThat(parsed(Map.of()).idleTimeout()).isEqualTo(GatewayConfig.DEFAULT_IDLE_TIMEOUT);
    Map<String, String> environment =
        Map.of("LUNO_STREAMS_ALL_PAIRS", "yes", "LUNO_STREAMS_QUIET_TIME", "90s");
    assertThat(parsed(environment).allPairs()).isTrue();
    assertThat(parsed(environment).idleTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(parsed(environment, "--all-pairs").allPairs()).isTrue();
    assertThat(parsed(environment, "--all-pairs=false").allPairs()).isFalse();
    assertThat(parsed(Map.of(), "--all-pairs", "--quiet-time=2s").idleTimeout())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void idleTimeoutAndQuietTimeAreOneOption() {
    assertThat(parsed(Map.of("LUNO_STREAMS_IDLE_TIMEOUT", "3s")).idleTimeout())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(parsed(Map.of("LUNO_STREAMS_QUIET_TIME", "3s"), "--idle-timeout=4s").idleTimeout())
        .isEqualTo(Duration.ofSeconds(4));
  }
}
