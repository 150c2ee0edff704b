package io.github.lunostreams.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Simulator} shall be: where it listens, what it simulates, how patient it is.
 *
 * <pre>{@code
 * SimulatorConfig config =
 *     SimulatorConfig.builder().pair("XBTZAR").pair("ETHAUD").seed(7).rate(500).build();
 * }</pre>
 */
public final class SimulatorConfig {
  private final String address;
  private final int port;
  private final long seed;
  private final List<MarketShape> shapes;
  private final @Nullable Credentials credentials;
  private final Duration authTimeout;
  private final Duration pingInterval;
  private final Duration keepaliveInterval;
  private final int sessionLimit;
  private final long outboundLimit;
  private final int tapeLimit;
  private final InstantSource clock;
  private final List<ScheduledFault> faults;

  private SimulatorConfig(Builder builder) {
    address = builder.address;
    port = builder.port;
    seed = builder.seed;
    shapes = builder.shapes();
    credentials = builder.credentials;
    authTimeout = builder.authTimeout;
    pingInterval = builder.pingInterval;
    keepaliveInterval = builder.keepaliveInterval;
    sessionLimit = builder.sessionLimit;
    outboundLimit = builder.outboundLimit;
    tapeLimit = builder.tapeLimit;
    clock = builder.clock;
    faults = List.copyOf(builder.faults);
    for (ScheduledFault fault : faults) {
      String pair = fault.pair();
      if (pair != null && shapes.stream().noneMatch(shape -> shape.pair().equals(pair))) {
        throw new IllegalArgumentException("fault for " + pair + ", which is not simulated");
      }
    }
  }

  /** {@return a configuration with every default} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the address to listen on} */
  public String address() {
    return address;
  }

  /** {@return the port to listen on; 0 means any that is free} */
  public int port() {
    return port;
  }

  /** {@return what the order flow of all markets follows from} */
  public long seed() {
    return seed;
  }

  /** {@return the markets, with the rates and mixes they start with} */
  public List<MarketShape> shapes() {
    return shapes;
  }

  /** {@return how long a client may take to send its credentials} */
  public Duration authTimeout() {
    return authTimeout;
  }

  /** {@return the time between protocol pings} */
  public Duration pingInterval() {
    return pingInterval;
  }

  /** {@return the time without text after which {@code ""} is sent} */
  public Duration keepaliveInterval() {
    return keepaliveInterval;
  }

  /** {@return how many streams may be open at once} */
  public int sessionLimit() {
    return sessionLimit;
  }

  /** {@return how many bytes may wait for one connection} */
  public long outboundLimit() {
    return outboundLimit;
  }

  /** {@return how many trades a market remembers} */
  public int tapeLimit() {
    return tapeLimit;
  }

  /** {@return the source of all timestamps} */
  public InstantSource clock() {
    return clock;
  }

  /** {@return what goes wrong by itself} */
  public List<ScheduledFault> faults() {
    return faults;
  }

  /** Whether a client with this key is let in. */
  boolean accepts(Credentials given) {
    return credentials == null || credentials.equals(given);
  }

  /** What matters in a log; the accepted key is left out. */
  @Override
  public String toString() {
    return "SimulatorConfig[%s:%d, seed %d, %s, faults %s]"
        .formatted(address, port, seed, shapes.stream().map(MarketShape::pair).toList(), faults);
  }

  /** Collects a {@link SimulatorConfig}; each method says the default. For one thread. */
  public static final class Builder {
    private String address = "127.0.0.1";
    private int port;
    private long seed = 1;
    private final Map<String, MarketShape> shapes = new LinkedHashMap<>();
    private @Nullable Double rate;
    private @Nullable FlowMix mix;
    private @Nullable Credentials credentials;
    private Duration authTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ofMillis(13_500);
    private Duration keepaliveInterval = Duration.ofSeconds(20);
    private int sessionLimit = 50;
    private long outboundLimit = 16L << 20;
    private int tapeLimit = 1_000_000;
    private InstantSource clock = InstantSource.system();
    private final List<ScheduledFault> faults = new ArrayList<>();

    private Builder() {}

    /**
     * The address to listen on; 127.0.0.1 by default.
     *
     * @param newAddress a name or number of this host
     * @return this
     */
    public Builder address(String newAddress) {
      address = newAddress;
      return this;
    }

    /**
     * The port to listen on; 0, any that is free, by default.
     *
     * @param newPort 0 to 65535
     * @return this
     */
    public Builder port(int newPort) {
      if (newPort < 0 || newPort > 65_535) {
        throw new IllegalArgumentException("port " + newPort + " is not within 0 to 65535");
      }
      port = newPort;
      return this;
    }

    /**
     * What all order flow follows from; 1 by default. Equal seeds, shapes and numbers of steps give
     * equal books.
     *
     * @param newSeed any number
     * @return this
     */
    public Builder seed(long newSeed) {
      seed = newSeed;
      return this;
    }

    /**
     * Adds the market of a pair in its usual shape; without any, {@link
     * MarketShape#defaultPairs()}.
     *
     * @param pair such as {@code XBTZAR}
     * @return this
     */
    public Builder pair(String pair) {
      return market(MarketShape.of(pair));
    }

    /**
     * Adds the markets of some pairs in their usual shapes.
     *
     * @param pairs such as {@code XBTZAR}
     * @return this
     */
    public Builder pairs(Iterable<String> pairs) {
      pairs.forEach(this::pair);
      return this;
    }

    /**
     * Adds a market, or replaces the one of the same pair.
     *
     * @param shape its shape
     * @return this
     */
    public Builder market(MarketShape shape) {
      shapes.put(shape.pair(), shape);
      return this;
    }

    /**
     * Random messages a second of every market; by default each has the rate of its shape.
     *
     * @param messagesPerSecond 0 leaves only steps and scripts
     * @return this
     */
    public Builder rate(double messagesPerSecond) {
      rate = messagesPerSecond;
      return this;
    }

    /**
     * What the messages of every market are; by default each has the mix of its shape.
     *
     * @param newMix the shares
     * @return this
     */
    public Builder mix(FlowMix newMix) {
      mix = newMix;
      return this;
    }

    /**
     * The one key to accept; by default any is, if neither half is empty.
     *
     * @param keyId of the key
     * @param secret of the key
     * @return this
     */
    public Builder credentials(String keyId, String secret) {
      credentials = new Credentials(keyId, secret);
      return this;
    }

    /**
     * How long a client may take to send its credentials; 10 s by default.
     *
     * @param timeout above zero
     * @return this
     */
    public Builder authTimeout(Duration timeout) {
      authTimeout = positive("auth timeout", timeout);
      return this;
    }

    /**
     * The time between protocol pings; 13.5 s by default.
     *
     * @param interval above zero
     * @return this
     */
    public Builder pingInterval(Duration interval) {
      pingInterval = positive("ping interval", interval);
      return this;
    }

    /**
     * The time without text after which {@code ""} is sent; 20 s by default.
     *
     * @param interval above zero
     * @return this
     */
    public Builder keepaliveInterval(Duration interval) {
      keepaliveInterval = positive("keepalive interval", interval);
      return this;
    }

    /**
     * How many streams may be open at once; the next gets an error frame. 50 by default.
     *
     * @param sessions 0 or more
     * @return this
     */
    public Builder sessionLimit(int sessions) {
      if (sessions < 0) {
        throw new IllegalArgumentException("session limit " + sessions + " is negative");
      }
      sessionLimit = sessions;
      return this;
    }

    /**
     * How many bytes may wait for one connection before it is dropped; 16 MiB by default. One frame
     * always may, whatever its size.
     *
     * @param bytes above zero
     * @return this
     */
    public Builder outboundLimit(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("outbound limit " + bytes + " is less than 1");
      }
      outboundLimit = bytes;
      return this;
    }

    /**
     * How many trades a market remembers; 1,000,000 by default, beyond which the oldest go.
     *
     * @param trades above zero
     * @return this
     */
    public Builder tapeLimit(int trades) {
      if (trades < 1) {
        throw new IllegalArgumentException("tape limit " + trades + " is less than 1");
      }
      tapeLimit = trades;
      return this;
    }

    /**
     * The source of all timestamps; the system's clock by default. A market's timestamps never go
     * back, even if this does.
     *
     * @param newClock any thread may ask it
     * @return this
     */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /**
     * Adds something that goes wrong by itself; see {@link ScheduledFault#parse} for the text form.
     *
     * @param fault what and when
     * @return this
     */
    public Builder fault(ScheduledFault fault) {
      faults.add(fault);
      return this;
    }

    /**
     * Checks and freezes what was collected.
     *
     * @return the configuration
     * @throws IllegalArgumentException if parts do not fit together
     */
    public SimulatorConfig build() {
      return new SimulatorConfig(this);
    }

    private List<MarketShape> shapes() {
      List<MarketShape> result = new ArrayList<>();
      if (shapes.isEmpty()) {
        MarketShape.defaultPairs().forEach(pair -> result.add(varied(MarketShape.of(pair))));
      } else {
        shapes.values().forEach(shape -> result.add(varied(shape)));
      }
      return List.copyOf(result);
    }

    private MarketShape varied(MarketShape shape) {
      MarketShape withRate = rate == null ? shape : shape.withRate(rate);
      return mix == null ? withRate : withRate.withMix(mix);
    }

    private static Duration positive(String what, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + " " + value + " is not above zero");
      }
      return value;
    }
  }
}
