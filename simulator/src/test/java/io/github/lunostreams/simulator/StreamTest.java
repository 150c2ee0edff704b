package io.github.lunostreams.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.market.BookImage;
import io.github.lunostreams.simulator.market.FlowMix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients see of a market, on real sockets. */
class StreamTest {
  private static final long SEED = 20_261_122;
  private Simulator simulator;

  @AfterEach
  void close() {
    if (simulator != null) {
      simulator.close();
    }
  }

  private SimulatedMarket start(String pair, FlowMix mix) throws Exception {
    System.out.println("seed " + SEED);
    simulator =
        Simulator.start(SimulatorConfig.builder().pair(pair).seed(SEED).rate(0).mix(mix).build());
    return simulator.market(pair);
  }

  @Test
  void snapshotAndMessagesGiveTheMarketsBookAndTape() throws Exception {
    SimulatedMarket market = start("XBTUSDT", FlowMix.busy());
    try (StreamClient client = StreamClient.join(simulator, "XBTUSDT")) {
      NaiveBook book = new NaiveBook(client.text());
      assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
      for (int round = 0; round < 20; round++) {
        market.step(250);
        client.texts(250).forEach(book::apply);
        assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
      }
      assertThat(market.tape()).hasSizeGreaterThan(1_000);
      assertThat(book.describedTrades()).isEqualTo(NaiveBook.described(market.tape()));
    }
  }

  @Test
  void aSnapshotIsFollowedByExactlyTheNextMessage() throws Exception {
    SimulatedMarket market = start("ETHUSDT", FlowMix.busy());
    market.rate(5_000);
    List<NaiveBook> books = new ArrayList<>();
    List<StreamClient> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      StreamClient client = StreamClient.join(simulator, "ETHUSDT");
      clients.add(client);
      NaiveBook book = new NaiveBook(client.text());
      client.texts(20).forEach(book::apply);
      books.add(book);
    }
    market.pause();
    BookImage truth = market.book();
    for (int i = 0; i < clients.size(); i++) {
      NaiveBook book = books.get(i);
      while (book.sequence < truth.sequence()) {
        book.apply(clients.get(i).text());
      }
      assertThat(book.described()).isEqualTo(NaiveBook.described(truth));
      clients.get(i).close();
    }
  }

  @Test
  void theLargestMarketCanBeJoinedAtTenTimesItsRate() throws Exception {
    SimulatedMarket market = start("XBTZAR", FlowMix.live());
    market.rate(500);
    try (StreamClient client = StreamClient.join(simulator, "XBTZAR")) {
      NaiveBook book = new NaiveBook(client.text());
      client.texts(250).forEach(book::apply);
      market.pause();
      while (book.sequence < market.sequence()) {
        book.apply(client.text());
      }
      assertThat(book.described()).isEqualTo(NaiveBook.described(market.book()));
    }
  }

  @Test
  void allClientsOfAMarketSeeTheSameFrames() throws Exception {
    SimulatedMarket market = start("XBTUSDT", FlowMix.busy());
    try (StreamClient first = StreamClient.join(simulator, "XBTUSDT");
        StreamClient second = StreamClient.join(simulator, "XBTUSDT")) {
      String snapshot = first.text();
      assertThat(second.text()).isEqualTo(snapshot);
      long before = market.sequence();
      assertThat(market.step(1_000)).isEqualTo(before + 1_000);
      assertThat(first.texts(1_000)).isEqualTo(second.texts(1_000));
    }
  }
}
