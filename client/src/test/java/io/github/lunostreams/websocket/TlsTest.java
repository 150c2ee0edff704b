package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.websocket.RawServer.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key goes only to a server whose certificate is valid, trusted, and for the host's name. */
class TlsTest {
  private static final Duration LONG = Duration.ofSeconds(Events.TIMEOUT_SECONDS);

  private final Certificates certificates = Certificates.get();
  private final Events events = new Events("the key");

  @Test
  void aTrustedServerOfTheRightNameGetsTheKey() throws Exception {
    try (RawServer server = new RawServer(certificates.server("good"));
        WebSocketConnector connector = Connectors.trusting(certificates.client())) {
      connector.connect(URI.create("wss://exchange.test:" + server.port()), LONG, events);
      try (Peer peer = server.accept()) {
        assertThat(RawServer.text(peer.read(RawServer.TEXT))).isEqualTo("the key");
        peer.text("the book");
        assertThat(events.next()).isEqualTo("open");
        assertThat(events.next()).isEqualTo("text the book");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "good,     other.test,    No subject alternative DNS name matching other.test found",
    "good,     127.0.0.1,     No subject alternative names matching IP address 127.0.0.1 found",
    "expired,  exchange.test, PKIX path validation failed",
    "stranger, exchange.test, unable to find valid certification path",
  })
  void anyOtherServerGetsNothing(String certificate, String host, String words) throws Exception {
    BlockingQueue<String> came = new LinkedBlockingQueue<>();
    try (RawServer server = new RawServer(certificates.server(certificate));
        WebSocketConnector connector = Connectors.trusting(certificates.client())) {
      Thread accepting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Peer peer = server.accept()) {
                      came.add(RawServer.text(peer.read(RawServer.TEXT)));
                    } catch (IOException e) {
                      came.add("nothing");
                    }
                  });
      connector.connect(URI.create("wss://" + host + ":" + server.port()), LONG, events);

      assertThat(events.next()).startsWith("failed ").contains(words);
      assertThat(came.poll(Events.TIMEOUT_SECONDS, TimeUnit.SECONDS)).isEqualTo("nothing");
      assertThat(accepting.join(LONG)).isTrue();
    }
  }
}
