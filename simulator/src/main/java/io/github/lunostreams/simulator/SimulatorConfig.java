package io.github.lunostreams.simulator;

import io.github.lunostreams.simulator.fault.ScheduledFault;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.server.ServerConfig;
import io.github.lunostreams.simulator.wire.Credentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration of a {@link Simulator}: where it listens, what it simulates, its timeouts. */
public final class SimulatorConfig implements ServerConfig {
  /** A private copy, never changed. */
  private final Builder values;

  private final List<MarketShape> shapes;

  private SimulatorConfig(Builder builder) {
    values = new Builder(builder);
    shapes = values.variedShapes();
    for (ScheduledFault fault : values.faults) {
      String pair = fault.pair();
      if (pair != null && shapes.stream().noneMatch(shape -> shape.pair().equals(pair))) {
        throw new IllegalArgumentException("fault for " + pair + ", which is not simulated");
      }
    }
  }

  /** {@return a builder with every default} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder that starts with these values} */
  public Builder toBuilder() {
    return new Builder(values);
  }

  @Override
  public String address() {
    return values.address;
  }

  @Override
  public int port() {
    return values.port;
  }

  /** {@return what the order flow of all markets follows from} */
  public long seed() {
    return values.seed;
  }

  /** {@return the markets, with the rates and mixes they start with} */
  public List<MarketShape> shapes() {
    return shapes;
  }

  @Override
  public Duration authTimeout() {
    return values.authTimeout;
  }

  @Override
  public Duration pingInterval() {
    return values.pingInterval;
  }

  @Override
  public Duration keepaliveInterval() {
    return values.keepaliveInterval;
  }

  @Override
  public int sessionLimit() {
    return values.sessionLimit;
  }

  @Override
  public long outboundLimit() {
    return values.outboundLimit;
  }

  /** {@return how many trades a market remembers} */
  public int tapeLimit() {
    return values.tapeLimit;
  }

  @Override
  public InstantSource clock() {
    return values.clock;
  }

  /** {@return the faults that are injected by themselves} */
  public List<ScheduledFault> faults() {
    return Collections.unmodifiableList(values.faults);
  }

  @Override
  public boolean accepts(String keyId, String secret) {
    Credentials only = values.credentials;
    return only == null || only.equals(new Credentials(keyId, secret));
  }

  /** For logs; the accepted key is left out. */
  @Override
  public String toString() {
    return "SimulatorConfig[%s:%s, seed %s, %s, faults %s]"
        .formatted(
            address(), port(), seed(), shapes.stream().map(MarketShape::pair).toList(), faults());
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

    private Builder(Builder other) {
      address = other.address;
      port = other.port;
      seed = other.seed;
      shapes.putAll(other.shapes);
      rate = other.rate;
      mix = other.mix;
      credentials = other.credentials;
      authTimeout = other.authTimeout;
      pingInterval = other.pingInterval;
      keepaliveInterval = other.keepaliveInterval;
      sessionLimit = other.sessionLimit;
      outboundLimit = other.outboundLimit;
      tapeLimit = other.tapeLimit;
      clock = other.clock;
      faults.addAll(other.faults);
    }

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

    private List<MarketShape> variedShapes() {
      Stream<MarketShape> wanted =
          shapes.isEmpty()
              ? MarketShape.defaultPairs().stream().map(MarketShape::of)
              : shapes.values().stream();
      return wanted.map(this::varied).toList();
    }

    private MarketShape varied(MarketShape shape) {
      MarketShape.Builder varied = shape.toBuilder();
      if (rate != null) {
        varied.rate(rate);
      }
      if (mix != null) {
        varied.mix(mix);
      }
      return varied.build();
    }

    private static Duration positive(String what, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + " " + value + " is not above zero");
      }
      return value;
    }
  }
}
