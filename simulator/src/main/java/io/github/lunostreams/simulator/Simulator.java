package io.github.lunostreams.simulator;

import io.github.lunostreams.simulator.fault.Fault;
import io.github.lunostreams.simulator.fault.FaultSchedule;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.MarketState;
import io.github.lunostreams.simulator.server.ExchangeServer;
import io.github.lunostreams.simulator.server.ServedMarket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Luno exchange in a box, on one port: the market stream, the public REST calls, order flow and
 * faults.
 *
 * <pre>{@code
 * try (Simulator simulator =
 *     Simulator.start(SimulatorConfig.builder().pair("XBTZAR").seed(7).rate(0).build())) {
 *   connect(simulator.streamUrl() + "/api/1/stream/XBTZAR");
 *   SimulatedMarket market = simulator.market("XBTZAR");
 *   market.step(1_000);
 *   compare(market.book());
 * }
 * }</pre>
 *
 * <p>Its threads are named {@code simulator-…} and end with {@link #close()}.
 */
public final class Simulator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Simulator.class);
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private final SimulatorConfig config;
  private final Map<String, SimulatedMarket> markets;
  private final ScheduledThreadPoolExecutor scheduler;
  private final ExchangeServer server;

  /** All threads it ever started. */
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private final AtomicBoolean closed = new AtomicBoolean();

  private Simulator(SimulatorConfig config) throws IOException {
    this.config = config;
    scheduler = new ScheduledThreadPoolExecutor(1, threads("simulator-clock"));
    scheduler.setRemoveOnCancelPolicy(true);
    Map<String, ServedMarket> served = new LinkedHashMap<>();
    Map<String, SimulatedMarket> scripted = new LinkedHashMap<>();
    Map<String, Consumer<Fault>> injectors = new LinkedHashMap<>();
    for (MarketShape shape : config.shapes()) {
      MarketState state = new MarketState(shape, config.seed(), config.tapeLimit(), config.clock());
      ServedMarket market = new ServedMarket(state, System::nanoTime, scheduler);
      served.put(shape.pair(), market);
      scripted.put(shape.pair(), new SimulatedMarket(market));
      injectors.put(shape.pair(), market::inject);
    }
    markets = Collections.unmodifiableMap(scripted);
    try {
      server = new ExchangeServer(config, served, threads("simulator-io"));
    } catch (IOException | RuntimeException e) {
      scheduler.shutdownNow();
      joinThreads();
      throw e;
    }
    new FaultSchedule(injectors, scheduler).start(config.faults());
    markets.values().forEach(SimulatedMarket::resume);
  }

  /** Makes threads which {@link #close()} can wait for. */
  private ThreadFactory threads(String name) {
    ThreadFactory factory = new DefaultThreadFactory(name, true);
    return task -> {
      Thread thread = factory.newThread(task);
      threads.add(thread);
      return thread;
    };
  }

  /**
   * Starts a simulator; when it returns, clients can connect and markets with a rate run.
   *
   * @param config of the simulator
   * @return the running simulator
   * @throws IOException if the address or port cannot be had
   */
  public static Simulator start(SimulatorConfig config) throws IOException {
    Simulator simulator = new Simulator(config);
    log.info(
        "simulating {} on {} with seed {}",
        simulator.markets.keySet(),
        simulator.streamUrl(),
        config.seed());
    return simulator;
  }

  /** {@return the port it listens on} */
  public int port() {
    return server.port();
  }

  /** {@return the seed of all order flow} */
  public long seed() {
    return config.seed();
  }

  /**
   * {@return the base of the stream, {@code ws://127.0.0.1:PORT}; {@code /api/1/stream/PAIR}
   * follows}
   */
  public String streamUrl() {
    return "ws://" + host() + ":" + port();
  }

  /** {@return the base of REST, {@code http://127.0.0.1:PORT}} */
  public String restUrl() {
    return "http://" + host() + ":" + port();
  }

  private String host() {
    String address = config.address();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /**
   * One of the markets.
   *
   * @param pair such as {@code XBTZAR}
   * @return the market
   * @throws IllegalArgumentException if it is not simulated
   */
  public SimulatedMarket market(String pair) {
    SimulatedMarket market = markets.get(pair);
    if (market == null) {
      throw new IllegalArgumentException(pair + " is not one of " + markets.keySet());
    }
    return market;
  }

  /** {@return all markets by pair, in the order they were asked for} */
  public Map<String, SimulatedMarket> markets() {
    return markets;
  }

  /** {@return how many streams are open whose credentials were accepted} */
  public int sessions() {
    return server.sessions();
  }

  /**
   * Ends all connections, streams with close code 1001, and all threads; when it returns, the port
   * is free. Markets can still be looked at and even stepped. Calling it again does nothing. To end
   * connections as a crash does, inject a {@link Fault.Drop} before.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    markets.values().forEach(SimulatedMarket::close);
    scheduler.shutdownNow();
    server.close();
    joinThreads();
  }

  private void joinThreads() {
    try {
      for (Thread thread : threads) {
        if (!thread.join(SHUTDOWN_TIMEOUT)) {
          log.warn("{} has not ended within {}", thread.getName(), SHUTDOWN_TIMEOUT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
