package io.github.lunostreams.cli.commands;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.options.Converters;
import io.github.lunostreams.cli.options.CredentialOptions;
import io.github.lunostreams.cli.options.ExchangeOptions;
import io.github.lunostreams.cli.options.QuietLogOptions;
import io.github.lunostreams.cli.options.UrlConverters;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.FailedException;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.cli.watch.ExchangeSource;
import io.github.lunostreams.cli.watch.FullScreen;
import io.github.lunostreams.cli.watch.GatewaySource;
import io.github.lunostreams.cli.watch.LiveScreen;
import io.github.lunostreams.cli.watch.Style;
import io.github.lunostreams.cli.watch.SystemTerminal;
import io.github.lunostreams.cli.watch.TextLines;
import io.github.lunostreams.cli.watch.ViewSink;
import io.github.lunostreams.cli.watch.ViewSink.Failure;
import io.github.lunostreams.upstream.ThreadEventLoop;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch PAIR}: a market on the terminal. */
@Command(
    name = "watch",
    description =
        "Shows a market's live book and trades on the terminal; q or Ctrl-C ends it. Into a pipe"
            + " it prints lines: the best prices when they change, each trade, each change of the"
            + " feed.")
public final class WatchCommand implements Callable<Integer> {
  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = "PAIR",
      converter = Converters.PairCode.class,
      description = "The market to watch, such as XBTZAR.")
  private @Nullable Pair pair;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      converter = UrlConverters.GatewayUrl.class,
      description =
          "Listen to a gateway, such as ws://127.0.0.1:8010, instead of the exchange; needs no"
              + " key.")
  private @Nullable URI gateway;

  @Option(
      names = {"--depth", "-d"},
      paramLabel = "LEVELS",
      converter = Converters.Depth.class,
      defaultValue = "20",
      description =
          "How many price levels of each side, at most; 0 for all. A gateway's messages are"
              + " printed with the levels they have (${DEFAULT-VALUE}).")
  private int depth;

  @Option(
      names = "--json",
      description = "Print each message a gateway would send, a JSON object a line.")
  private boolean json;

  @Option(names = "--plain", description = "Print lines on a terminal too.")
  private boolean plain;

  @Mixin private final CredentialOptions key = new CredentialOptions();
  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();
  @Mixin private final QuietLogOptions log = new QuietLogOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   */
  public WatchCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    Pair market = Objects.requireNonNull(pair);
    Failure failure = json || plain || !hasScreen() ? print(market) : draw(market);
    if (failure != null) {
      throw new FailedException(
          market + " failed: " + failure.message(), hint(market, failure.errorCode()));
    }
    return 0;
  }

  private boolean hasScreen() {
    String terminal = console.environment().getOrDefault("TERM", "dumb");
    return !terminal.equals("dumb") && SystemTerminal.isStandardOutput();
  }

  private @Nullable Failure print(Pair market) throws InterruptedException {
    TextLines lines = new TextLines(console.out(), json, InstantSource.system());
    start(market, lines.sink());
    return lines.run();
  }

  private @Nullable Failure draw(Pair market) throws InterruptedException {
    FullScreen terminal;
    try {
      terminal = new FullScreen(console.out());
    } catch (IOException e) {
      console.warn("no full screen (%s); printing lines".formatted(e.getMessage()));
      return print(market);
    }
    boolean colors = console.environment().getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = console.out().charset().newEncoder().canEncode('█');
    URI source = gateway == null ? exchange.streamUrl() : gateway;
    LiveScreen screen =
        new LiveScreen(terminal, new Style(colors, unicode), market, source.toString());
    start(market, screen.sink());
    // Last, so that at the end it is given back first.
    shutdown.closing(terminal);
    return screen.run();
  }

  private void start(Pair market, ViewSink sink) {
    if (gateway == null) {
      LunoStreams.Builder luno =
          LunoStreams.builder(key.credentials(console)).streamUrl(exchange.streamUrl());
      ExchangeSource.start(shutdown.closing(luno.build()), market, depth, json, sink);
    } else {
      WebSocketConnector connector = shutdown.closing(new WebSocketConnector());
      ThreadEventLoop loop = new ThreadEventLoop("luno-gateway");
      shutdown
          .closing(
              new GatewaySource(
                  gateway, market, depth, connector, loop, InstantSource.system(), sink))
          .start();
    }
  }

  private String hint(Pair market, String errorCode) throws InterruptedException {
    if (gateway != null) {
      return "GET /v1/pairs of the gateway lists the pairs it serves";
    }
    return switch (errorCode) {
      case "invalid_market" -> PairSuggestions.hint(List.of(market.code()), exchange.restUrl());
      case "invalid_credentials" -> "check the key's id and secret";
      default -> "";
    };
  }
}
