package io.github.lunostreams.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
  private static final int EVENT_LOOPS = 2;
  private static final Duration LONGEST_END = Duration.ofSeconds(5);
  private static final int LONGEST_REQUEST = 64 * 1024;

  /** The socket takes no more above the second until it is below the first again; bytes. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final SimulatorConfig config;
  private final Map<String, SimulatedMarket> markets;
  private final ScheduledThreadPoolExecutor scheduler;
  private final EventLoopGroup eventLoops;

  /** The listening channel and all connections; what is added after its close is closed at once. */
  private final ChannelGroup channels =
      new DefaultChannelGroup("simulator", ImmediateEventExecutor.INSTANCE, true);

  /** All threads it ever started. */
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private final int port;
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Simulator(SimulatorConfig config) throws IOException {
    this.config = config;
    scheduler = new ScheduledThreadPoolExecutor(1, remembered("simulator-clock"));
    scheduler.setRemoveOnCancelPolicy(true);
    markets = markets(config, scheduler);
    eventLoops =
        new MultiThreadIoEventLoopGroup(
            EVENT_LOOPS, remembered("simulator-io"), NioIoHandler.newFactory());
    Exchange exchange = new Exchange(config, markets, sessions);
    try {
      port = listen(exchange);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    new FaultSchedule(markets, scheduler).start(config.faults());
    markets.values().forEach(SimulatedMarket::resume);
  }

  /** Makes threads which {@link #close()} can wait for. */
  private ThreadFactory remembered(String name) {
    ThreadFactory factory = new DefaultThreadFactory(name, true);
    return task -> {
      Thread thread = factory.newThread(task);
      threads.add(thread);
      return thread;
    };
  }

  private static Map<String, SimulatedMarket> markets(
      SimulatorConfig config, ScheduledThreadPoolExecutor scheduler) {
    Map<String, SimulatedMarket> markets = new LinkedHashMap<>();
    for (MarketShape shape : config.shapes()) {
      markets.put(
          shape.pair(),
          new SimulatedMarket(
              shape,
              config.seed(),
              config.tapeLimit(),
              config.clock(),
              System::nanoTime,
              scheduler));
    }
    return Collections.unmodifiableMap(markets);
  }

  private int listen(Exchange exchange) throws IOException {
    Rest rest = new Rest(markets, config.clock());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(LONGEST_REQUEST))
                        .addLast(new HttpEntry(exchange, rest));
                  }
                })
            .bind(config.address(), config.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "can not listen on " + config.address() + ":" + config.port() + ": " + bound.cause(),
          bound.cause());
    }
    channels.add(bound.channel());
    return ((InetSocketAddress) bound.channel().localAddress()).getPort();
  }

  /**
   * Starts a simulator; when it returns, clients can connect and markets with a rate run.
   *
   * @param config how it shall be
   * @return it, running
   * @throws IOException if the address or port can not be had
   */
  public static Simulator start(SimulatorConfig config) throws IOException {
    Simulator simulator = new Simulator(config);
    LOG.info(
        "simulating {} on {} with seed {}",
        simulator.markets.keySet(),
        simulator.streamUrl(),
        config.seed());
    return simulator;
  }

  /** {@return the port it listens on} */
  public int port() {
    return port;
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
    return "ws://" + host() + ":" + port;
  }

  /** {@return the base of REST, {@code http://127.0.0.1:PORT}} */
  public String restUrl() {
    return "http://" + host() + ":" + port;
  }

  private String host() {
    String address = config.address();
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /**
   * One of the markets.
   *
   * @param pair such as {@code XBTZAR}
   * @return it
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
    return sessions.get();
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
    // Event loops that end do not reliably close sockets accepted a moment before.
    channels.close().awaitUninterruptibly();
    eventLoops
        .shutdownGracefully(0, LONGEST_END.toSeconds(), TimeUnit.SECONDS)
        .awaitUninterruptibly();
    try {
      for (Thread thread : threads) {
        if (!thread.join(LONGEST_END)) {
          LOG.warn("{} has not ended within {}", thread.getName(), LONGEST_END);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
