package io.github.lunostreams.gateway.market;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.rest.LunoRest;
import io.github.lunostreams.rest.Market;
import io.github.lunostreams.rest.PublicTrade;
import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.Ticker;
import java.util.List;

/** The calls of the exchange that are made; each may block. */
public interface RestCalls extends AutoCloseable {
  /**
   * All markets.
   *
   * @return in the exchange's order
   * @throws RestException if the exchange does not answer as expected
   * @throws InterruptedException if the thread was interrupted
   */
  List<Market> markets() throws RestException, InterruptedException;

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
   * The calls of a REST client.
   *
   * @param rest closed with them
   * @return the calls
   */
  static RestCalls of(LunoRest rest) {
    return new RestCalls() {
      @Override
      public List<Market> markets() throws RestException, InterruptedException {
        return rest.markets();
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
