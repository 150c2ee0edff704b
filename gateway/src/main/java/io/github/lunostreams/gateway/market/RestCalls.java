package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.SkippedRowsLog;
import io.github.lunostreams.rest.Ticker;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The calls of the exchange that are made, one at a time; each may block. */
public interface RestCalls extends AutoCloseable {
  /**
   * The exchange's markets.
   *
   * @param markets in its order
   * @param complete false if there are others, whose rows could not be read
   */
  record Markets(List<Market> markets, boolean complete) {}

  /**
   * All markets.
   *
   * @return those that can be read
   * @throws RestException if the exchange does not answer as expected
   * @throws InterruptedException if the thread was interrupted
   */
  Markets markets() throws RestException, InterruptedException;

  /**
   * The tickers of all markets.
   *
   * @return in any order
   * @throws RestException if the exchange does not answer as expected
   * @throws InterruptedException if the thread was interrupted
   */
  List<Ticker> tickers() throws RestException, InterruptedException;

  /**
   * A market's newest trades.
   *
   * @param pair the market's
   * @return in any order
   * @throws RestException if the exchange does not answer as expected
   * @throws InterruptedException if the thread was interrupted
   */
  List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException;

  /** Ends a call that is under way. */
  @Override
  void close();

  /**
   * The calls of the exchange at an address. Rows that cannot be read are logged.
   *
   * @param url the base of its REST
   * @return the calls
   */
  static RestCalls of(URI url) {
    AtomicBoolean skipped = new AtomicBoolean();
    LunoRest rest =
        new LunoRest(
            url, LunoRest.DEFAULT_TIMEOUT, new SkippedRowsLog().andThen(_ -> skipped.set(true)));
    return new RestCalls() {
      @Override
      public Markets markets() throws RestException, InterruptedException {
        skipped.set(false);
        List<Market> markets = rest.markets();
        return new Markets(markets, !skipped.get());
      }

      @Override
      public List<Ticker> tickers() throws RestException, InterruptedException {
        return rest.tickers();
      }

      @Override
      public List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException {
        return rest.trades(pair);
      }

      @Override
      public void close() {
        rest.close();
      }
    };
  }
}
