package io.github.lunostreams.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.http.Answer;
import io.github.lunostreams.gateway.http.HttpServer;
import io.github.lunostreams.gateway.http.RouteTable;
import io.github.lunostreams.gateway.session.Autobahn.Verdict;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fuzzing client of the Autobahn test suite against the gateway's server, with the limits of
 * production. It wants its messages back, so here one path of the server has a protocol that
 * echoes; all else is what every client meets.
 *
 * <p>Left out, because the gateway does not offer it: compression (12, 13). Of the limits (9), left
 * out are those that send messages longer than 64 KiB, which the gateway does not take.
 */
@Tag("foreign")
@Timeout(180)
class ConformanceTest {
  private static final int CASES = 261;

  private static final Verdict FREE = new Verdict("INFORMATIONAL", "INFORMATIONAL");

  /** Bad text is refused when the frame is complete, not in the middle of it: RFC 6455 lets us. */
  private static final Verdict LATER = new Verdict("NON-STRICT", "OK");

  /** Where the suite takes any behaviour, or prefers another that the protocol does not demand. */
  private static final Map<String, Verdict> EXCEPTIONS =
      Map.of("6.4.3", LATER, "6.4.4", LATER, "7.1.6", FREE, "7.13.1", FREE, "7.13.2", FREE);

  /** Sends every message back. */
  private static final class Echo implements ClientConnection.Protocol {
    @Override
    public void opened(ClientConnection client) {}

    @Override
    public void received(ClientConnection client, WebSocketFrame message) {
      client.send(message.retain());
    }
  }

  @Test
  void theServerPassesTheAutobahnTestSuite(@TempDir Path work) throws Exception {
    RouteTable routes =
        RouteTable.builder()
            .webSocket(
                "/echo",
                _ -> Answer.webSocket(() -> new ClientConnection(new Echo(), Limits.DEFAULT)))
            .build();
    Map<String, Verdict> verdicts;
    try (HttpServer server = new HttpServer(routes, Limits.DEFAULT)) {
      int port = server.listen("127.0.0.1", 0).getPort();
      try (Autobahn suite = new Autobahn(work, cases(work, port))) {
        suite.awaitEnd(150);
        verdicts = suite.verdicts();
      }
    }
    assertThat(verdicts).hasSize(CASES);
    Map<String, Verdict> others = new TreeMap<>(verdicts);
    others.values().removeIf(new Verdict("OK", "OK")::equals);
    assertThat(others).isEqualTo(EXCEPTIONS);
  }

  private static String cases(Path reports, int port) {
    return """
    {
      "mode": "fuzzingclient",
      "outdir": "%s",
      "servers": [{"agent": "gateway", "url": "ws://127.0.0.1:%d/echo"}],
      "cases": ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*",
                "9.1.1", "9.2.1", "9.7.*", "9.8.*"],
      "exclude-cases": [],
      "exclude-agent-cases": {}
    }
    """
        .formatted(reports, port);
  }
}
