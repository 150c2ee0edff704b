package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.GatewayConfig;
import io.github.lunostreams.upstream.FeedSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class OptionsTest {
  private static ServeOptions parsed(Map<String, String> environment, String... args) {
    ServeOptions options = new ServeOptions();
    new CommandLine(options)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .parseArgs(args);
    return options;
  }

  @Test
  void everyTimeoutHasTheClientsDefault() {
    assertThat(parsed(Map.of()).feed.settings()).isEqualTo(FeedSettings.DEFAULT);
  }

  @Test
  void everyTimeoutCanBeSet() {
    FeedSettings settings =
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
                "--calm-after=9h")
            .feed
            .settings();

    assertThat(settings)
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

    ServeOptions fromEnvironment = parsed(environment);
    assertThat(fromEnvironment.exchange.streamUrl).isEqualTo(URI.create("ws://127.0.0.1:9001"));
    assertThat(fromEnvironment.optional).containsExactly("XBTZAR", "ETHZAR");
    assertThat(fromEnvironment.sessions).isEqualTo(7);
    assertThat(parsed(Map.of()).sessions).isEqualTo(50);
    var config = fromEnvironment.gateway.config().pair("XBTZAR").build();
    assertThat(config.port()).isEqualTo(1234);
    assertThat(config.appPort()).hasValue(0);

    ServeOptions fromBoth =
        parsed(
            environment,
            "--port=99",
            "--sessions=9",
            "--luno-url=wss://luno.test/",
            "--optional=XBTUSDT");
    assertThat(fromBoth.exchange.streamUrl).isEqualTo(URI.create("wss://luno.test"));
    assertThat(fromBoth.sessions).isEqualTo(9);
    assertThat(fromBoth.optional).containsExactly("XBTUSDT");
    assertThat(fromBoth.gateway.config().pair("XBTZAR").build().port()).isEqualTo(99);
  }

  @Test
  void appStaysOnIfBothTheVariableAndTheCommandLineSaySo() {
    for (String on : new String[] {"true", "1", "yes"}) {
      ServeOptions options = parsed(Map.of("LUNO_STREAMS_APP", on), "--app", "-p", "0");
      assertThat(options.gateway.config().pair("XBTZAR").build().appPort()).hasValue(8011);
    }
    ServeOptions off = parsed(Map.of("LUNO_STREAMS_APP", "no"));
    assertThat(off.gateway.config().pair("XBTZAR").build().appPort()).isEmpty();
  }

  @Test
  void allPairsIsOffUnlessTheVariableOrTheCommandLineSaySo() {
    assertThat(parsed(Map.of()).allPairs).isFalse();
    assertThat(parsed(Map.of()).quietTime).isEqualTo(GatewayConfig.DEFAULT_IDLE_TIMEOUT);
    Map<String, String> environment =
        Map.of("LUNO_STREAMS_ALL_PAIRS", "yes", "LUNO_STREAMS_QUIET_TIME", "90s");
    assertThat(parsed(environment).allPairs).isTrue();
    assertThat(parsed(environment).quietTime).isEqualTo(Duration.ofSeconds(90));
    assertThat(parsed(environment, "--all-pairs").allPairs).isTrue();
    assertThat(parsed(environment, "--all-pairs=false").allPairs).isFalse();
    assertThat(parsed(Map.of(), "--all-pairs", "--quiet-time=2s").quietTime)
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void allPairsTakesNoPairForItsValueAndNeedsNone() {
    assertThat(Invocation.of("serve", "--all-pairs", "XBTZAR", "XBTZAR").err().getFirst())
        .endsWith("got XBTZAR twice");
    assertThat(Invocation.of("serve", "--all-pairs").err().getFirst())
        .as("what is missing is the key")
        .endsWith("expected an API key of Luno, got none");
    assertThat(Invocation.of("serve", "--help").out()).contains("--all-pairs", "--quiet-time=WAIT");
  }

  @Test
  void appTakesNoPairForItsValue() {
    Invocation invocation = Invocation.of("serve", "--app", "XBTZAR", "XBTZAR");
    assertThat(invocation.err().getFirst()).endsWith("got XBTZAR twice");
  }

  @Test
  void theVariablesOfAllCommandsAreTheirOptionsNames() {
    CommandTree tree =
        new CommandTree(new Console(Map.of(), System.out, System.err), new Shutdown());
    Map<String, String> variables = new HashMap<>();
    for (CommandLine command : tree.commands().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        String variable = EnvironmentDefaults.variable(option);
        if (variable != null) {
          variables.put(option.longestName(), variable);
        }
      }
    }

    assertThat(variables)
        .containsEntry("--log-level", "LUNO_STREAMS_LOG_LEVEL")
        .containsEntry("--app-port", "LUNO_STREAMS_APP_PORT")
        .containsEntry("--pairs", "LUNO_STREAMS_PAIRS")
        .doesNotContainKeys("--help", "--version")
        .hasSizeGreaterThan(20);
  }

  @Test
  void levelsHavePythonsNamesAndJavasInAnyCase() {
    Values.Level level = new Values.Level();
    assertThat(level.convert("warning")).isEqualTo(LogLevel.WARNING);
    assertThat(level.convert("WARN")).isEqualTo(LogLevel.WARNING);
    assertThat(level.convert("CRITICAL")).isEqualTo(LogLevel.CRITICAL);
    assertThat(level.convert("Debug")).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void helpFitsAWindowOfEightyColumns() {
    CommandTree tree =
        new CommandTree(new Console(Map.of(), System.out, System.err), new Shutdown());
    for (CommandLine command : tree.commands().getSubcommands().values()) {
      // Without its automatic width, which is that of the terminal the tests run in.
      command.setUsageHelpAutoWidth(false).setUsageHelpWidth(80);
      assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
          .as(command.getCommandName())
          .allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void helpIsAnAnswerAndNoError() {
    for (String command : new String[] {"serve", "demo", "simulate", "watch", "check", "pairs"}) {
      Invocation help = Invocation.of(command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.err()).isEmpty();
    }
  }
}
