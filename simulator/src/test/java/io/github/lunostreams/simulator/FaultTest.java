package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.simulator.StreamClient.Event;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.wire.JsonTree;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault, as a client meets it. */
class FaultTest {
  private Simulator simulator;
  private SimulatedMarket market;
  private StreamClient client;
  private NaiveBook book;

  @BeforeEach
  void start() throws Exception {
    simulator =
        Simulator.start(
            SimulatorConfig.builder().pair("ETHUSDT").pair("ETHAUD").rate(0).seed(9).build());
    market = simulator.market("ETHUSDT");
    client = StreamClient.join(simulator, "ETHUSDT");
    book = new NaiveBook(client.text());
  }

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  private void expectSoundStreamAfterReconnect() {
    try (StreamClient again = StreamClient.join(simulator, "ETHUSDT")) {
      NaiveBook fresh = new NaiveBook(again.text());
      market.step(50);
      again.texts(50).forEach(fresh::apply);
      assertThat(fresh.described()).isEqualTo(NaiveBook.described(market.book()));
    }
  }

  @Test
  void dropEndsTheConnectionWithoutACloseFrame() {
    market.step(3);
    client.texts(3);
    market.inject(new Fault.Drop());
    assertThat(client.next()).isInstanceOf(Event.Failed.class);
    expectSoundStreamAfterReconnect();
  }

  @Test
  void aDropWithoutResetEndsTheBytesAfterAWholeFrame() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(StreamClient.TIMEOUT_SECONDS));
      socket.getOutputStream().write(HandshakeTest.UPGRADE.getBytes(StandardCharsets.US_ASCII));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (int matched = 0; matched < 4; ) {
        matched = in.readByte() == "\r\n\r\n".charAt(matched) ? matched + 1 : 0;
      }
      byte[] key = StreamClient.CREDENTIALS.getBytes(StandardCharsets.US_ASCII);
      byte[] frame = new byte[6 + key.length];
      frame[0] = (byte) 0x81;
      frame[1] = (byte) (0x80 | key.length); // masked, by zeros
      System.arraycopy(key, 0, frame, 6, key.length);
      socket.getOutputStream().write(frame);
      assertThat(in.readUnsignedByte()).isEqualTo(0x81);
      assertThat(in.readUnsignedByte()).isEqualTo(126);
      in.readFully(new byte[in.readUnsignedShort()]);
      market.inject(new Fault.Drop(false));
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void closeComesWithItsCodeAfterWhatWasSentBefore() {
    market.step(3);
    market.inject(new Fault.Close(1012, "restart"));
    client.texts(3).forEach(book::apply);
    assertThat(client.next()).isEqualTo(new Event.Closed(1012, "restart"));
    expectSoundStreamAfterReconnect();
  }

  @Test
  void gapAdvancesTheMarketAndSendsNothing() {
    market.inject(new Fault.Gap(2));
    long before = market.sequence();
    market.step(3);
    assertThat(sequence(client.text())).isEqualTo(before + 3);
    assertThat(market.sequence()).isEqualTo(before + 3);
  }

  @Test
  void duplicateIsTheLastMessageAgain() {
    market.step(2);
    List<String> sent = client.texts(2);
    market.inject(new Fault.Duplicate());
    assertThat(client.text()).isEqualTo(sent.get(1));
    market.step(1);
    assertThat(sequence(client.text())).isEqualTo(market.sequence());
  }

  @Test
  void staleRepeatsAnEarlierMessageOrItsSequence() {
    market.step(5);
    List<String> sent = client.texts(5);
    market.inject(new Fault.Stale(3));
    assertThat(client.text()).isEqualTo(sent.get(1));
    market.inject(new Fault.Stale(5_000));
    assertThat(sequence(client.text())).isEqualTo(market.sequence() - 5_000);
  }

  @Test
  void garbageIsSentAsItIs() {
    market.inject(new Fault.Garbage("<html>ü</html>"));
    assertThat(client.text()).isEqualTo("<html>ü</html>");
  }

  @Test
  void truncateIsTheFirstHalfOfAnUpdate() {
    market.inject(new Fault.Truncate());
    String half = client.text();
    assertThat(half).startsWith("{\"sequence\":\"" + (market.sequence() + 1) + "\",\"trade_up");
    assertThatThrownBy(() -> JsonTree.parse(half))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
  }

  @Test
  void anErrorFrameIsFollowedByTheCloseOrNot() {
    market.inject(new Fault.ErrorFrame("odd", "what \"now\"", false));
    assertThat(client.text()).isEqualTo("{\"error_code\":\"odd\",\"error\":\"what \\\"now\\\"\"}");
    market.step(1);
    book.apply(client.text());
    market.inject(new Fault.ErrorFrame("odd", "bye", true));
    assertThat(client.text()).isEqualTo("{\"error_code\":\"odd\",\"error\":\"bye\"}");
    assertThat(client.next()).isEqualTo(new Event.Closed(1000, ""));
  }

  @Test
  void aStallWithPongsHoldsTextBackUntilItEnds() {
    market.step(1);
    market.inject(new Fault.Stall(true));
    market.step(5);
    book.apply(client.text());
    client.socket.sendPing(ByteBuffer.wrap(new byte[] {'1'})).join();
    assertThat(client.next()).isEqualTo(new Event.Pong("1"));
    client.socket.sendPing(ByteBuffer.wrap(new byte[] {'2'})).join();
    assertThat(client.next()).isEqualTo(new Event.Pong("2"));
    market.inject(new Fault.EndStall());
    client.texts(5).forEach(book::apply);
    assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
  }

  @Test
  void aStallWithoutPongsAnswersNothingOnOldConnections() {
    market.inject(new Fault.Stall(false));
    market.step(5);
    client.socket.sendPing(ByteBuffer.wrap(new byte[] {'1'})).join();
    expectSoundStreamAfterReconnect();
    assertThat(client.events).isEmpty();
    market.inject(new Fault.EndStall());
    client.texts(5).forEach(book::apply);
    client.socket.sendPing(ByteBuffer.wrap(new byte[] {'2'})).join();
    Event event;
    do {
      event = client.next();
    } while (!event.equals(new Event.Pong("2")));
  }

  @Test
  void aCloseEndsAStall() {
    market.inject(new Fault.Stall(false));
    market.step(2);
    market.inject(new Fault.Close(1001, ""));
    client.texts(2).forEach(book::apply);
    assertThat(client.next()).isEqualTo(new Event.Closed(1001, ""));
  }

  @Test
  void refusedUpgradesGetTheStatusAndOthersPass() {
    market.inject(new Fault.RefuseUpgrade(503, 2));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> StreamClient.join(simulator, "ETHUSDT"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(java.net.http.WebSocketHandshakeException.class)
          .satisfies(
              thrown ->
                  assertThat(
                          ((java.net.http.WebSocketHandshakeException) thrown.getCause())
                              .getResponse()
                              .statusCode())
                      .isEqualTo(503));
    }
    StreamClient.join(simulator, "ETHAUD").close();
    expectSoundStreamAfterReconnect();
    market.inject(new Fault.RefuseUpgrade(429, 100));
    market.inject(new Fault.EndRefusals());
    expectSoundStreamAfterReconnect();
  }

  @Test
  void refusedSessionsGetTheErrorFrame() {
    market.inject(new Fault.RefuseSession("slow_down", "session limit exceeded", 1));
    try (StreamClient refused = StreamClient.join(simulator, "ETHUSDT")) {
      assertThat(refused.text())
          .isEqualTo("{\"error_code\":\"slow_down\",\"error\":\"session limit exceeded\"}");
      assertThat(refused.next()).isEqualTo(new Event.Closed(1000, ""));
    }
    expectSoundStreamAfterReconnect();
  }

  @ParameterizedTest
  @EnumSource
  void aWrongUpdateCannotBeAppliedAndLeavesTheMarketAlone(Fault.Content content) {
    BookImage before = market.book();
    market.inject(new Fault.WrongUpdate(content));
    String wrong = client.text();
    assertThat(market.book()).isEqualTo(before);
    assertThat(sequence(wrong)).isEqualTo(before.sequence() + 1);
    if (content == Fault.Content.CROSSED_CREATE) {
      book.apply(wrong);
      var bids = book.levels("BID").keySet().iterator();
      var asks = book.levels("ASK").keySet().iterator();
      assertThat(bids.next()).isGreaterThanOrEqualTo(asks.next());
    } else {
      assertThatThrownBy(() -> book.apply(wrong))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(
              switch (content) {
                case UNKNOWN_MAKER -> "unknown maker";
                case OVERFILL -> "overfill";
                case DUPLICATE_ID -> "duplicate";
                default -> "volume";
              });
    }
    expectSoundStreamAfterReconnect();
  }

  @Test
  void aWrongUpdateThatNeedsAnOrderFailsOnAnEmptyBook() {
    assertThatThrownBy(
            () ->
                simulator
                    .market("ETHAUD")
                    .inject(new Fault.WrongUpdate(Fault.Content.CROSSED_CREATE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ETHAUD");
  }

  @ParameterizedTest
  @EnumSource
  void wrongSnapshotsAreWrongAsOftenAsAskedFor(Fault.SnapshotFlaw flaw) {
    for (String pair : List.of("ETHUSDT", "ETHAUD")) {
      simulator.market(pair).inject(new Fault.WrongSnapshot(flaw, 2));
      for (int i = 0; i < 3; i++) {
        try (StreamClient again = StreamClient.join(simulator, pair)) {
          String snapshot = again.text();
          if (i == 2) {
            new NaiveBook(snapshot);
          } else if (flaw == Fault.SnapshotFlaw.DUPLICATE_ID) {
            assertThatThrownBy(() -> new NaiveBook(snapshot)).hasMessageContaining("duplicate");
          } else {
            NaiveBook crossed = new NaiveBook(snapshot);
            var bids = crossed.levels("BID").keySet().iterator();
            assertThat(bids.next())
                .isGreaterThanOrEqualTo(crossed.levels("ASK").keySet().iterator().next());
          }
        }
      }
    }
  }

  @Test
  void restartClosesConnectionsAndStartsANewBook() {
    market.step(10);
    BookImage before = market.book();
    market.inject(new Fault.Restart(5));
    client.texts(10);
    assertThat(client.next()).isEqualTo(new Event.Closed(1012, "service restart"));
    BookImage after = market.book();
    assertThat(after.sequence()).isEqualTo(5);
    assertThat(after.orders()).hasSize(155).doesNotContainAnyElementsOf(before.orders());
    expectSoundStreamAfterReconnect();
  }

  @Test
  void faultsOfOneMarketDoNotTouchAnother() {
    try (StreamClient other = StreamClient.join(simulator, "ETHAUD")) {
      other.text();
      market.inject(new Fault.Drop());
      client.end();
      simulator.market("ETHAUD").empty();
      assertThat(sequence(other.text())).isEqualTo(simulator.market("ETHAUD").sequence());
    }
  }

  private static long sequence(String update) {
    return Long.parseLong((String) JsonTree.object(update).get("sequence"));
  }
}
