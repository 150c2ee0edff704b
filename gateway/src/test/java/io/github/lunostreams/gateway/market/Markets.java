package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.channel.LiveBook;
import io.github.lunostreams.gateway.channel.LunoChannel;
import io.github.lunostreams.gateway.channel.MarketChannels;
import io.github.lunostreams.gateway.channel.Source;
import io.github.lunostreams.gateway.protocol.luno.LunoStreamFormat;
import io.github.lunostreams.gateway.protocol.python.PythonToolFormat;
import io.github.lunostreams.upstream.Cause;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Markets with real channels, for tests; what would run elsewhere runs at once. */
final class Markets {
  private Markets() {}

  static Market market(Pair pair, Runnable whenReset, LongSupplier nanoTime) {
    return market(pair, whenReset, (_, _) -> {}, nanoTime);
  }

  static Market market(
      Pair pair, Runnable whenReset, BiConsumer<Market, Cause> whenFailed, LongSupplier nanoTime) {
    Market.Listener listener =
        new Market.Listener() {
          @Override
          public void reset(Market market) {
            whenReset.run();
          }

          @Override
          public void failed(Market market, Cause cause) {
            whenFailed.accept(market, cause);
          }
        };
    return new Market(pair, book -> channels(pair, book), listener, Runnable::run, nanoTime);
  }

  private static MarketChannels channels(Pair pair, LiveBook book) {
    LunoChannel luno =
        new LunoChannel(
            new LunoStreamFormat(),
            Limits.DEFAULT.luno(),
            book,
            Runnable::run,
            () -> 0,
            System::nanoTime);
    return new MarketChannels(
        pair,
        new PythonToolFormat(Source.LIVE),
        Limits.DEFAULT.slowClients(),
        luno,
        () -> Instant.EPOCH);
  }
}
