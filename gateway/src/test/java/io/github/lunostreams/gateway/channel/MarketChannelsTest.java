package io.github.lunostreams.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which channels a market has, and how often each is encoded. */
class MarketChannelsTest {
  private final TestMarket market = new TestMarket("XBTZAR", Limits.DEFAULT);
  private final List<EmbeddedChannel> connections = new ArrayList<>();

  MarketChannelsTest() throws Exception {}

  @AfterEach
  void close() {
    connections.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private final class Client {
    final EmbeddedChannel connection = new EmbeddedChannel();
    final Subscription subscription;

    Client(int depth) throws ChannelLimitException {
      connections.add(connection);
      subscription =
          market.channels().subscribe(market.book(depth), new ClientOutput(connection), _ -> {});
    }

    List<String> frames() {
      return TestMarket.frames(connection);
    }
  }

  @Test
  void twoDepthsOfOneMarketAreEachEncodedOnce() throws Exception {
    List<Client> narrow = List.of(new Client(1), new Client(1), new Client(1));
    List<Client> wide = List.of(new Client(50), new Client(50));
    market.update(2);
    market.update(0);
    market.update(1);
    for (Client client : narrow) {
      assertThat(client.frames())
          .containsExactly(
              "XBTZAR 10 @1 .", "XBTZAR 11 @1 t1+t2.", "XBTZAR 12 @1 .", "XBTZAR 13 @1 t3.");
    }
    for (Client client : wide) {
      assertThat(client.frames())
          .containsExactly(
              "XBTZAR 10 @50 .", "XBTZAR 11 @50 t1+t2.", "XBTZAR 12 @50 .", "XBTZAR 13 @50 t3.");
    }
    assertThat(market.encoded).containsExactlyInAnyOrder(1, 50, 1, 1, 1, 50, 50, 50);
    assertThat(market.channels().statistics()).isEqualTo(new ChannelStatistics(5, 4, 20, 0, 0));
  }

  @Test
  void aChannelIsDroppedWithItsLastClient() throws Exception {
    Client first = new Client(5);
    Client second = new Client(5);
    first.subscription.leave();
    first.subscription.leave();
    assertThat(market.channels().open()).containsExactly(market.book(5));
    second.subscription.leave();
    assertThat(market.channels().open()).isEmpty();
    market.encoded.clear();
    market.update(1);
    market.update(1);
    assertThat(market.encoded).isEmpty();
  }

  @Test
  void aChannelThatIsOpenedAgainStartsWithTheNewestBook() throws Exception {
    Client early = new Client(5);
    market.update(1);
    early.subscription.leave();
    market.update(1);
    Client late = new Client(5);
    market.update(1);
    assertThat(early.frames()).containsExactly("XBTZAR 10 @5 .");
    assertThat(late.frames()).containsExactly("XBTZAR 12 @5 .", "XBTZAR 13 @5 t3.");
  }

  @Test
  void countersGoOnWhenAChannelIsDropped() throws Exception {
    Client client = new Client(5);
    market.update(1);
    client.frames();
    client.subscription.leave();
    assertThat(market.channels().statistics()).isEqualTo(new ChannelStatistics(0, 2, 2, 0, 0));
  }

  @Test
  void oneChannelMoreThanTheBoundIsRefusedUntilAnotherIsDropped() throws Exception {
    List<Client> clients = new ArrayList<>();
    for (int depth = 1; depth <= MarketChannels.MAX_CHANNELS; depth++) {
      clients.add(new Client(depth));
    }
    assertThatThrownBy(() -> new Client(100))
        .isInstanceOf(ChannelLimitException.class)
        .hasMessage(
            "XBTZAR has 16 channels, as many as it may have: none is opened for a depth of 100");
    clients.add(new Client(1));
    assertThat(clients.getLast().frames()).containsExactly("XBTZAR 10 @1 .");
    clients.get(3).subscription.leave();
    assertThat(new Client(100).frames()).containsExactly("XBTZAR 10 @100 .");
  }

  @Test
  void aChannelOfAnotherMarketIsRefused() {
    ClientOutput output = new ClientOutput(new EmbeddedChannel());
    ChannelKey other = ChannelKey.book(Pair.of("ETHZAR"), 0);
    assertThatThrownBy(() -> market.channels().subscribe(other, output, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a channel of XBTZAR");
  }

  @Test
  void channelsAreNamedByTheirEncoding() {
    Pair pair = Pair.of("XBTZAR");
    assertThat(ChannelKey.book(pair, 5))
        .isEqualTo(new ChannelKey(ChannelKey.Kind.BOOK, pair, 5, 0, 0))
        .isNotEqualTo(ChannelKey.book(pair, 10));
    assertThatThrownBy(() -> ChannelKey.book(pair, -1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> new ChannelKey(ChannelKey.Kind.LUNO, pair, 5, 0, 0))
        .hasMessageContaining("got 5");
    assertThatThrownBy(() -> new ChannelKey(ChannelKey.Kind.BOOK, pair, 5, 100, 0))
        .hasMessageContaining("got 100 ms");
  }
}
