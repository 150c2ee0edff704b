package io.github.lunostreams.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.session.Autobahn.Verdict;
import io.github.lunostreams.upstream.Connection;
import io.github.lunostreams.websocket.WebSocketConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fuzzing server of the Autobahn test suite against the way to the exchange. It wants its
 * messages back, so here the listener sends them back.
 *
 * <p>Left out is what the exchange does not send: binary messages and compression.
 */
@Tag("foreign")
@Timeout(180)
class ClientConformanceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Verdict FREE = new Verdict("INFORMATIONAL", "INFORMATIONAL");

  /** Bad text is refused when the message is complete, not in the middle: RFC 6455 lets us. */
  private static final Verdict LATER = new Verdict("NON-STRICT", "OK");

  private static final Map<String, Verdict> EXCEPTIONS =
      Map.of(
          "6.4.1", LATER, "6.4.2", LATER, "6.4.3", LATER, "6.4.4", LATER, "7.1.6", FREE, "7.13.1",
          FREE, "7.13.2", FREE);

  /** Sends every message back; its end is how the connection ended. */
  private static final class Echo implements Connection.Listener {
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private volatile String text = "";
    private Connection connection;

    @Override
    public void onOpen(Connection opened) {
      connection = opened;
    }

    @Override
    public void onText(byte[] utf8) {
      text = new String(utf8, UTF_8);
      connection.sendText(text);
    }

    @Override
    public void onPong() {}

    @Override
    public void onClosed(int code, String reason) {
      end.complete("closed " + code);
    }

    @Override
    public void onFailed(Throwable failure) {
      end.complete("failed " + failure);
    }
  }

  @Test
  void theClientPassesTheAutobahnTestSuite(@TempDir Path work) throws Exception {
    String address = "ws://127.0.0.1:" + freePort();
    try (Autobahn suite = new Autobahn(work, cases(work, address));
        WebSocketConnector connector = new WebSocketConnector()) {
      int cases = Integer.parseInt(firstAnswer(suite, connector, address + "/getCaseCount"));
      for (int i = 1; i <= cases; i++) {
        run(connector, "%s/runCase?case=%d&agent=client".formatted(address, i));
      }
      run(connector, address + "/updateReports?agent=client");

      Map<String, Verdict> others = new TreeMap<>(suite.verdicts());
      assertThat(others).hasSize(cases);
      others.values().removeIf(new Verdict("OK", "OK")::equals);
      assertThat(others).isEqualTo(EXCEPTIONS);
    }
  }

  /** Asks until the suite, which takes seconds to start, listens. */
  private static String firstAnswer(Autobahn suite, WebSocketConnector connector, String address)
      throws Exception {
    while (true) {
      Echo echo = run(connector, address);
      if (!echo.text.isEmpty()) {
        return echo.text;
      }
      assertThat(suite.isAlive()).isTrue();
    }
  }

  private static Echo run(WebSocketConnector connector, String address) throws Exception {
    Echo echo = new Echo();
    connector.connect(URI.create(address), TIMEOUT, echo);
    echo.end.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return echo;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String cases(Path reports, String address) {
    return """
    {
      "mode": "fuzzingserver",
      "outdir": "%s",
      "url": "%s",
      "cases": ["1.1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.1.*", "9.3.*", "9.5.*",
                "9.7.*", "10.*"],
      "exclude-cases": [],
      "exclude-agent-cases": {}
    }
    """
        .formatted(reports, address);
  }
}
