package io.github.lunostreams.rest;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.upstream.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The exchange's public REST calls that complement its streams. No key is needed; more than 300
 * calls a minute are refused with status 429.
 *
 * {@snippet :
 * try (LunoRest rest = new LunoRest()) {
 *   for (Market market : rest.markets()) {
 *     System.out.println(market.pair() + " " + market.status());
 *   }
 * }
 * }
 *
 * <p>A row of a list that cannot be read, one market of 145 for instance, is left out and told to a
 * listener, or logged; the other rows are returned. An answer as a whole that is not what the
 * exchange documents, or has no row that can be read, is a {@link RestUnreadableException}. A field
 * that may be missing or null does not cost its row: see {@link Market} and {@link Ticker}.
 *
 * <p>Calls block, each at most for its timeout, and can be interrupted. The JVM's proxy settings
 * are honoured. Any thread may call the methods.
 */
public final class LunoRest implements AutoCloseable {
  /** The base of the live service. */
  public static final URI LIVE_SERVICE = URI.create("https://api.luno.com");

  /** What suits the live service: the longest answer, all markets, takes about a second. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private static final int OK = 200;

  /** As many characters of the exchange's words are kept. */
  private static final int MAX_WORDS = 500;

  private final String base;
  private final Duration timeout;
  private final RestTransport transport;
  private final Consumer<SkippedRows> whenSkipped;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("luno-rest-", 0).factory());
  private final AnswerReader reader = new AnswerReader();

  /** Calls the live service. */
  public LunoRest() {
    this(LIVE_SERVICE, DEFAULT_TIMEOUT);
  }

  /**
   * Calls another place, or with another timeout. Rows that cannot be read are logged as a warning,
   * a line for each kind.
   *
   * @param base {@code http://127.0.0.1:9001} for instance; the path is appended
   * @param timeout for a whole call, from connecting to the last byte
   * @throws IllegalArgumentException if that is no http or https address or no positive timeout
   */
  public LunoRest(URI base, Duration timeout) {
    this(base, timeout, new SkippedRowsLog());
  }

  /**
   * Calls another place, or with another timeout, and tells of rows that cannot be read.
   *
   * @param base {@code http://127.0.0.1:9001} for instance; the path is appended
   * @param timeout for a whole call, from connecting to the last byte
   * @param whenSkipped is called on the thread that makes the call, before it returns, each time an
   *     answer has rows that were left out; what it throws comes out of the call
   * @throws IllegalArgumentException if that is no http or https address or no positive timeout
   */
  public LunoRest(URI base, Duration timeout, Consumer<SkippedRows> whenSkipped) {
    this(base, timeout, new HttpTransport(base, timeout), whenSkipped);
  }

  LunoRest(URI base, Duration timeout, RestTransport transport, Consumer<SkippedRows> whenSkipped) {
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!http || !ServerAddress.isIn(base)) {
      throw new IllegalArgumentException(
          "expected an address like " + LIVE_SERVICE + ", got '" + base + "'");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("expected a timeout above 0, got " + timeout);
    }
    this.base = base.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.transport = transport;
    this.whenSkipped = whenSkipped;
  }

  /**
   * All markets of the exchange and their rules.
   *
   * @return in the exchange's order; without those that cannot be read
   * @throws RestException if there is no answer or not this one
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public List<Market> markets() throws RestException, InterruptedException {
    return list("/api/exchange/1/markets", reader::markets);
  }

  /**
   * All markets at a glance.
   *
   * @return in the exchange's order; without those that cannot be read
   * @throws RestException if there is no answer or not this one
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public List<Ticker> tickers() throws RestException, InterruptedException {
    return list("/api/1/tickers", reader::tickers);
  }

  /**
   * A market's newest trades.
   *
   * @param pair the market
   * @return at most 100, the newest first, none older than 24 hours; without those that cannot be
   *     read
   * @throws RestException if there is no answer or not this one
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public List<PublicTrade> trades(Pair pair) throws RestException, InterruptedException {
    return list("/api/1/trades?pair=" + pair, reader::trades);
  }

  /**
   * A market's best levels. If one of them cannot be read, the whole answer cannot: without it, it
   * would be another book.
   *
   * @param pair the market
   * @return at most 100 levels a side, as they are or were up to a second ago
   * @throws RestException if there is no answer or not this one
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public OrderBookTop orderBookTop(Pair pair) throws RestException, InterruptedException {
    return call("/api/1/orderbook_top?pair=" + pair, body -> reader.orderBookTop(pair, body));
  }

  private interface Reading<T> {
    T of(byte[] body) throws Unreadable;
  }

  private <T> List<T> list(String path, Reading<Rows<T>> reading)
      throws RestException, InterruptedException {
    Rows<T> rows = call(path, reading);
    rows.leftOut(path).ifPresent(whenSkipped);
    return rows.rows();
  }

  private <T> T call(String path, Reading<T> reading) throws RestException, InterruptedException {
    URI address = URI.create(base + path);
    byte[] body = call(address);
    try {
      return reading.of(body);
    } catch (Unreadable e) {
      throw unreadable(address, body, e);
    }
  }

  private byte[] call(URI address) throws RestException, InterruptedException {
    Future<RestTransport.Answer> pending = workers.submit(() -> transport.get(address));
    RestTransport.Answer answer;
    try {
      answer = pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new RestUnreachableException(
          "no answer from %s within %s ms".formatted(address, timeout.toMillis()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RestUnreachableException("%s: %s".formatted(address, reason(cause)), cause);
    } finally {
      pending.cancel(true);
    }
    if (answer.status() != OK) {
      Map<String, String> said = reader.error(answer.body());
      throw new RestRefusedException(
          address.toString(),
          answer.status(),
          AnswerFields.printable(said.getOrDefault("error_code", ""), MAX_WORDS),
          AnswerFields.printable(said.getOrDefault("error", ""), MAX_WORDS),
          answer.retryAfter());
    }
    if (answer.body().length > RestTransport.MAX_BODY_BYTES) {
      throw new RestUnreadableException(
          "expected at most %s bytes from %s".formatted(RestTransport.MAX_BODY_BYTES, address));
    }
    return answer.body();
  }

  /** The JDK's ConnectException often has no text. */
  private static String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null) {
        return at.getClass().getSimpleName() + ": " + at.getMessage();
      }
    }
    return failure.getClass().getSimpleName();
  }

  private static RestUnreadableException unreadable(URI address, byte[] body, Unreadable why) {
    return new RestUnreadableException(
        "%s in the %s bytes from %s".formatted(why.getMessage(), body.length, address), why);
  }

  /** Ends what is waited for and frees the threads. Closing again does nothing. */
  @Override
  public void close() {
    workers.shutdownNow();
    transport.close();
  }
}
