package io.github.lunostreams.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.http.Answer;
import io.github.lunostreams.gateway.http.HttpServer;
import io.github.lunostreams.gateway.http.RouteTable;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

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
  private static final String PROGRAM =
      """
      import json
      from autobahntestsuite import wstest
      wstest.start({'mode': 'fuzzingclient'}, json.load(open('spec.json')))
      """;

  private static final int CASES = 261;

  private static final Verdict FREE = new Verdict("INFORMATIONAL", "INFORMATIONAL");

  /** Bad text is refused when the frame is complete, not in the middle of it: RFC 6455 lets us. */
  private static final Verdict LATER = new Verdict("NON-STRICT", "OK");

  /** Where the suite takes any behaviour, or prefers another that the protocol does not demand. */
  private static final Map<String, Verdict> EXCEPTIONS =
      Map.of("6.4.3", LATER, "6.4.4", LATER, "7.1.6", FREE, "7.13.1", FREE, "7.13.2", FREE);

  /** What a case came to: the behaviour, and how the connection was closed. */
  private record Verdict(String behavior, String close) {}

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
      verdicts = fuzz(work, port);
    }
    assertThat(verdicts).hasSize(CASES);
    Map<String, Verdict> others = new TreeMap<>(verdicts);
    others.values().removeIf(new Verdict("OK", "OK")::equals);
    assertThat(others).isEqualTo(EXCEPTIONS);
  }

  /** In a process of its own: the suite runs on Jython, with a Netty of its own. */
  private static Map<String, Verdict> fuzz(Path work, int port)
      throws IOException, InterruptedException {
    Files.writeString(work.resolve("spec.json"), cases(work, port));
    Path output = work.resolve("output.txt");
    Process suite =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                jars(),
                "org.python.util.jython",
                "-c",
                PROGRAM)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(suite.waitFor(150, TimeUnit.SECONDS)).isTrue();
    } finally {
      suite.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(suite.exitValue()).as(said).isZero();
    assertThat(work.resolve("index.json")).as(said).exists();
    return verdicts(Files.readString(work.resolve("index.json")));
  }

  private static String cases(Path reports, int port) {
    return """
    {
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

  private static String jars() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "autobahn"))) {
      return jars.map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  /** Of {@code {"gateway":{"1.1.1":{"behavior":"OK","behaviorClose":"OK",…},…}}}. */
  private static Map<String, Verdict> verdicts(String index) {
    Map<String, Verdict> verdicts = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), index)) {
      json.nextToken();
      json.nextName();
      json.nextToken();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        Map<String, String> fields = new TreeMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
          JsonToken value = json.nextToken();
          fields.put(key, value.isScalarValue() ? json.getString() : "");
        }
        verdicts.put(name, new Verdict(fields.get("behavior"), fields.get("behaviorClose")));
      }
    }
    return verdicts;
  }
}
