package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.book.BookSnapshot;
import io.github.lunostreams.market.FeedState;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.market.MarketUpdate.StateChanged;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.upstream.Cause.Reason;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import io.github.lunostreams.websocket.RawServer.Peer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket's side of the library, against a server that says exactly these bytes. */
class WebSocketConnectorTest {
  private static final long TIMEOUT_SECONDS = 60;
  private static final Duration SHORT = Duration.ofMillis(20);

  private final RawServer server = start();
  private final LunoStreams luno =
      LunoStreams.builder(new Credentials("key", "secret"))
          .streamUrl(server.address())
          .settings(
              FeedSettings.builder()
                  .backoffBase(SHORT)
                  .backoffCap(SHORT)
                  .slowBackoff(SHORT)
                  .backoffResetAfter(SHORT)
                  .connectTimeout(Duration.ofSeconds(2))
                  .pingInterval(SHORT)
                  .build())
          .build();
  private final BlockingQueue<BookSnapshot> books = new LinkedBlockingQueue<>();
  private final BlockingQueue<StateChanged> changes = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    luno.close();
    server.close();
  }

  @Test
  void aSnapshotOfFiveMegabytesInFiveThousandFragmentsIsTakenOver() throws Exception {
    StringBuilder bids = new StringBuilder();
    int orders = 0;
    while (bids.length() < 1_700_000) {
      orders++;
      bids.append(orders == 1 ? "" : ",")
          .append("BX%013d %d.%02d 0.000001".formatted(orders, 1_000_000 - orders, 0));
    }
    String snapshot = Frames.snapshot(1, bids.toString(), "");
    assertThat(snapshot.length()).isGreaterThan(3_000_000);
    snapshot = snapshot + " ".repeat(5_000_000 - snapshot.length());
    MarketStream stream = follow();

    try (Peer peer = server.accept()) {
      peer.fragmented(snapshot, 5_000);
      BookSnapshot book = books.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);

      assertThat(book.bids()).hasSize(orders);
      assertThat(book.bestBid().orElseThrow().price()).isEqualByComparingTo("999999");
      peer.text(Frames.create(2, "z", "ASK", "1000000", "1"));
      assertThat(books.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS).bestAsk().orElseThrow().price())
          .isEqualByComparingTo(new BigDecimal(1_000_000));
    }
    assertThat(stream.statistics().snapshots()).isEqualTo(1);
  }

  @Test
  void pingsAreAnsweredWhileAHookHoldsTheMarketsThread() throws Exception {
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    luno.follow(
        "XBTZAR",
        (book, trades) -> {
          holding.countDown();
          mayGoOn.await();
        });

    try (Peer peer = server.accept()) {
      peer.text(Frames.snapshot(1, "", ""));
      assertThat(holding.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      for (int i = 2; i < 100; i++) {
        peer.text(Frames.empty(i));
      }
      peer.ping("still there?");

      assertThat(RawServer.text(peer.read(RawServer.PONG))).isEqualTo("still there?");
      mayGoOn.countDown();
    }
  }

  @Test
  void oursIsThePingToo() throws Exception {
    follow();

    try (Peer peer = server.accept()) {
      assertThat(RawServer.text(peer.read(RawServer.TEXT)))
          .isEqualTo("{\"api_key_id\":\"key\",\"api_key_secret\":\"secret\"}");
      assertThat(peer.read(RawServer.PING)).isEmpty();
    }
  }

  @Test
  void closingSendsACloseFrame() throws Exception {
    follow();

    try (Peer peer = server.accept()) {
      peer.text(Frames.snapshot(1, "", ""));
      assertThat(books.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
      luno.close();

      assertThat(peer.read(RawServer.CLOSE)).startsWith(1000 >> 8, 1000 & 0xff);
      assertThat(peer.readsTheEnd()).isTrue();
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUpAndTriedAgain() throws Exception {
    follow();

    try (Peer silent = server.acceptSilently()) {
      assertThat(next(FeedState.BACKING_OFF).cause().reason()).isEqualTo(Reason.CONNECT_FAILED);
      try (Peer peer = server.accept()) {
        peer.text(Frames.snapshot(1, "", ""));
        assertThat(books.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(silent.readsTheEnd()).isTrue();
    }
  }

  @Test
  void anotherHttpStatusIsReported() throws Exception {
    follow();

    try (Peer peer = server.acceptSilently()) {
      peer.readRequest();
      peer.write(
          "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      assertThat(next(FeedState.BACKING_OFF).cause().detail())
          .isEqualTo("expected HTTP 101 (switching protocols), got HTTP 429 Too Many Requests");
    }
  }

  @Test
  void aRefusedConnectionIsReportedInWords() throws Exception {
    server.close();
    follow();

    assertThat(next(FeedState.BACKING_OFF).cause().detail())
        .isEqualTo("ConnectException, nobody answers at " + server.address().getAuthority());
  }

  @Test
  void anUnknownHostIsReportedInWords() throws Exception {
    try (LunoStreams lost =
        LunoStreams.builder(new Credentials("key", "secret"))
            .streamUrl(URI.create("ws://no-such-host.invalid"))
            .build()) {
      lost.prepare("XBTZAR")
          .addListener(
              event -> {
                if (event instanceof StateChanged changed) {
                  changes.add(changed);
                }
              })
          .start();

      assertThat(next(FeedState.BACKING_OFF).cause().detail())
          .isEqualTo("ConnectException, no host of the name no-such-host.invalid");
    }
  }

  @Test
  void aConnectionCutInTheMiddleOfAFrameIsALostOne() throws Exception {
    follow();

    try (Peer peer = server.accept()) {
      peer.text(Frames.snapshot(1, "", ""));
      peer.write(new byte[] {(byte) 0x81, 100, '{'});
      assertThat(books.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    assertThat(next(FeedState.BACKING_OFF).cause().reason()).isEqualTo(Reason.CONNECTION_LOST);
  }

  @Test
  void aBinaryFrameEndsTheConnection() throws Exception {
    follow();

    try (Peer peer = server.accept()) {
      peer.binary(new byte[] {1, 2, 3});

      assertThat(next(FeedState.BACKING_OFF).cause().detail())
          .isEqualTo("ProtocolFault, expected text frames, got a binary one");
      assertThat(peer.readsTheEnd()).isTrue();
    }
  }

  @Test
  void aMessageWithoutEndIsCutOff() throws Exception {
    follow();

    try (Peer peer = server.accept()) {
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      peer.fragmented(" ".repeat(FrameReader.MAX_MESSAGE_BYTES + 10), 70);
                    } catch (IOException e) {
                      // The client let go, as it should.
                    }
                  });

      assertThat(next(FeedState.BACKING_OFF).cause().detail())
          .contains("expected a message of at most 16777216 bytes");
      assertThat(sender.join(Duration.ofSeconds(TIMEOUT_SECONDS))).isTrue();
    }
  }

  private MarketStream follow() {
    return luno.prepare("XBTZAR")
        .addHook((book, trades) -> books.add(book.snapshot(0)))
        .addListener(
            event -> {
              if (event instanceof StateChanged changed) {
                changes.add(changed);
              }
            })
        .start();
  }

  private StateChanged next(FeedState state) throws InterruptedException {
    while (true) {
      StateChanged changed = changes.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      assertThat(changed).as("a change to " + state).isNotNull();
      if (changed.to() == state) {
        return changed;
      }
    }
  }

  private static RawServer start() {
    try {
      return new RawServer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
