package io.github.lunostreams.gateway.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.LunoStreams;
import io.github.lunostreams.gateway.market.BookReader.EncodedBook;
import io.github.lunostreams.market.MarketStream;
import io.github.lunostreams.simulator.SimulatedMarket;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.upstream.Credentials;
import io.github.lunostreams.upstream.FeedSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read on the market's thread is read once, whoever asks, and never used when wrong. */
@Timeout(60)
class BookReaderTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger inStep = new AtomicInteger();
  private final BlockingQueue<Long> sequences = new LinkedBlockingQueue<>();
  private Simulator simulator;
  private SimulatedMarket exchange;
  private LunoStreams luno;
  private BookReader book;

  @BeforeEach
  void follow() throws Exception {
    simulator = Simulator.start(SimulatorConfig.builder().pair("XBTUSDT").seed(5).rate(0).build());
    exchange = simulator.market("XBTUSDT");
    Duration soon = Duration.ofMillis(1);
    luno =
        LunoStreams.builder(new Credentials("key", "secret"))
            .streamUrl(URI.create(simulator.streamUrl()))
            .settings(
                FeedSettings.builder()
                    .backoffBase(soon)
                    .backoffCap(soon)
                    .slowBackoff(soon)
                    .backoffResetAfter(soon)
                    .build())
            .build();
    MarketStream stream = luno.prepare("XBTUSDT");
    Market market = Markets.market(stream.pair(), inStep::incrementAndGet, nanos::get);
    market.connect(stream);
    book = market.book();
    stream.addHook((book, _) -> sequences.add(book.sequence()));
    assertThat(now(book.top())).isEmpty();
    assertThat(now(book.encodedTop())).isEmpty();
    assertThat(now(book.encodedOrders())).isEmpty();
    stream.start();
    await(exchange.sequence());
  }

  @AfterEach
  void close() {
    luno.close();
    simulator.close();
  }

  private void await(long sequence) throws InterruptedException {
    Long seen;
    do {
      seen = sequences.poll(20, TimeUnit.SECONDS);
      assertThat(seen).isNotNull();
    } while (seen < sequence);
  }

  private static <T> Optional<T> now(CompletionStage<Optional<T>> answer) {
    return answer.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void answersOfOneSequenceAreTheSameBytesAndTheNextSequenceHasOthers() throws Exception {
    EncodedBook top = now(book.encodedTop()).orElseThrow();
    assertThat(top.sequence()).isEqualTo(exchange.sequence());
    assertThat(now(book.encodedTop()).orElseThrow()).isSameAs(top);
    assertThat(now(book.top()).orElseThrow()).isSameAs(now(book.top()).orElseThrow());
    EncodedBook orders = now(book.encodedOrders()).orElseThrow();
    nanos.addAndGet(BookReader.REUSE.toNanos());
    assertThat(now(book.encodedOrders()).orElseThrow()).isSameAs(orders);

    await(exchange.step(1));

    assertThat(now(book.encodedTop()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
    assertThat(now(book.top()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
    assertThat(now(book.encodedOrders()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
  }

  @Test
  void everyOrderIsCopiedOnlyOnceInAWhileHoweverFastTheMarketIs() throws Exception {
    EncodedBook orders = now(book.encodedOrders()).orElseThrow();
    await(exchange.step(10));
    nanos.addAndGet(BookReader.REUSE.toNanos() - 1);
    assertThat(now(book.encodedOrders()).orElseThrow()).isSameAs(orders);
    nanos.addAndGet(1);
    assertThat(now(book.encodedOrders()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
  }

  @Test
  void afterABreakNothingFromBeforeItIsUsed() throws Exception {
    assertThat(now(book.encodedOrders())).isPresent();
    assertThat(now(book.encodedTop())).isPresent();
    assertThat(inStep.get()).isEqualTo(1);

    // While the stream is away the market goes on.
    exchange.inject(new Fault.Drop());
    await(exchange.step(10));

    assertThat(inStep.get()).isEqualTo(2);
    assertThat(now(book.encodedOrders()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
    assertThat(now(book.encodedTop()).orElseThrow().sequence()).isEqualTo(exchange.sequence());
  }
}
