package io.github.lunostreams.cli;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.cli.watch.ExchangeSource;
import io.github.lunostreams.cli.watch.FrameSink;
import io.github.lunostreams.cli.watch.FullScreen;
import io.github.lunostreams.cli.watch.GatewaySource;
import io.github.lunostreams.cli.watch.LiveScreen;
import io.github.lunostreams.cli.watch.Style;
import io.github.lunostreams.cli.watch.TextLines;
import io.github.lunostreams.upstream.ThreadEventLoop;
import io.github.lunostreams.upstream.WebSocketConnector;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
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
final class WatchCommand implements Callable<Integer> {
  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = "PAIR",
      converter = Values.Pair.class,
      description = "The market to watch, such as XBTZAR.")
  private String pair = "";

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      converter = Values.GatewayUrl.class,
      description =
          "Listen to a gateway, such as ws://127.0.0.1:8010, instead of the exchange; needs no"
              + " key.")
  private @Nullable URI gateway;

  @Option(
      names = {"--depth", "-d"},
      paramLabel = "LEVELS",
      converter = Values.Depth.class,
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

  @Mixin private final KeySource key = new KeySource();
  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();
  @Mixin private final QuietLogOptions log = new QuietLogOptions();

  WatchCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    log.apply();
    String failure = json || plain || !hasScreen() ? print() : draw();
    if (failure != null) {
      throw failed(failure);
    }
    return 0;
  }

  private boolean hasScreen() {
    String terminal = console.environment().getOrDefault("TERM", "dumb");
    return !terminal.equals("dumb") && FullScreen.isStandardOutput();
  }

  private @Nullable String print() throws InterruptedException {
    TextLines lines = new TextLines(console.out(), json, InstantSource.system());
    start(lines);
    return lines.awaitEnd();
  }

  private @Nullable String draw() throws InterruptedException, IOException {
    FullScreen terminal;
    try {
      terminal = new FullScreen(console.out());
    } catch (IOException e) {
      console.warn("no full screen (%s); printing lines".formatted(e.getMessage()));
      return print();
    }
    boolean colours = console.environment().getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = console.out().charset().newEncoder().canEncode('█');
    URI source = gateway == null ? exchange.streamUrl : gateway;
    LiveScreen screen =
        new LiveScreen(terminal, new Style(colours, unicode), pair, source.toString());
    start(screen.sink());
    // Last, so that at the end it is given back first.
    shutdown.closing(terminal);
    return screen.run();
  }

  private void start(FrameSink sink) {
    if (gateway == null) {
      LunoStreams luno =
          shutdown.closing(
              LunoStreams.builder(key.credentials(console)).streamUrl(exchange.streamUrl).build());
      ExchangeSource.start(luno, pair, depth, json, sink);
    } else {
      WebSocketConnector connector = shutdown.closing(new WebSocketConnector());
      shutdown
          .closing(
              new GatewaySource(
                  gateway, pair, depth, connector, new ThreadEventLoop("luno-gateway"), sink))
          .start();
    }
  }

  private FailedException failed(String reason) throws InterruptedException {
    String hint = "";
    if (gateway != null) {
      hint = "GET /v1/pairs of the gateway lists the pairs it serves";
    } else if (reason.contains("invalid_market")) {
      hint = PairAdvice.hint(List.of(pair), exchange);
    } else if (reason.contains("invalid_credentials")) {
      hint = "check the key's id and secret";
    }
    return new FailedException(pair + " failed: " + reason, hint);
  }
}
