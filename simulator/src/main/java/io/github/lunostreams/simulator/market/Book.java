package io.github.lunostreams.simulator.market;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every resting order of one market, by id, by price level and by slot (for picking one at random).
 *
 * <p>Prices and volumes are in the units of the market's scales. Not thread-safe: the market's lock
 * guards it. Changes are not checked here: the market checks them before.
 */
public final class Book {
  /** A resting order. */
  public static final class Order {
    private final String id;
    private final Side side;
    private final long price;
    private long volume;
    private int slot;

    private Order(String id, Side side, long price, long volume) {
      this.id = id;
      this.side = side;
      this.price = price;
      this.volume = volume;
    }

    /** {@return its id, as on the wire} */
    public String id() {
      return id;
    }

    /** {@return the side it rests on} */
    public Side side() {
      return side;
    }

    /** {@return its limit, in units of the price scale} */
    public long price() {
      return price;
    }

    /** {@return what is left of it, in units of the volume scale} */
    public long volume() {
      return volume;
    }
  }

  /** The orders at one price, in time priority. */
  public static final class Level {
    private final long price;
    private final List<Order> orders = new ArrayList<>(2);
    private long volume;

    private Level(long price) {
      this.price = price;
    }

    /** {@return the price, in units of the price scale} */
    public long price() {
      return price;
    }

    /** {@return the orders, oldest first; a view} */
    public List<Order> orders() {
      return orders;
    }

    /** {@return the sum of their volumes, in units of the volume scale} */
    public long volume() {
      return volume;
    }
  }

  private static final class Half {
    private final NavigableMap<Long, Level> levels;
    private final List<Order> slots = new ArrayList<>();

    Half(Comparator<Long> best) {
      levels = new TreeMap<>(best);
    }
  }

  private final Map<String, Order> byId = new HashMap<>();
  private final Half bids = new Half(Comparator.reverseOrder());
  private final Half asks = new Half(Comparator.naturalOrder());

  Book() {}

  void create(String id, Side side, long price, long volume) {
    Half half = half(side);
    Order order = new Order(id, side, price, volume);
    Order previous = byId.put(id, order);
    if (previous != null) {
      throw new IllegalStateException("order " + id + " is in the book already");
    }
    order.slot = half.slots.size();
    half.slots.add(order);
    Level level = half.levels.computeIfAbsent(price, Level::new);
    level.orders.add(order);
    level.volume = Math.addExact(level.volume, volume);
  }

  /** Takes from an order; at zero it leaves the book. */
  void fill(Order order, long base) {
    assert base > 0 && base <= order.volume : order.id + ": " + base + " of " + order.volume;
    if (base == order.volume) {
      remove(order);
      return;
    }
    order.volume -= base;
    level(order).volume -= base;
  }

  void remove(Order order) {
    Half half = half(order.side);
    byId.remove(order.id);
    Order last = half.slots.removeLast();
    if (last != order) {
      last.slot = order.slot;
      half.slots.set(order.slot, last);
    }
    Level level = level(order);
    level.orders.remove(order);
    level.volume -= order.volume;
    if (level.orders.isEmpty()) {
      half.levels.remove(order.price);
    }
  }

  @Nullable Order order(String id) {
    return byId.get(id);
  }

  /**
   * The best level of a side.
   *
   * @param side which
   * @return the level, or null if the side is empty
   */
  public @Nullable Level best(Side side) {
    Map.Entry<Long, Level> best = half(side).levels.firstEntry();
    return best == null ? null : best.getValue();
  }

  /** The level at a price, or null if no order of that side rests there. */
  @Nullable Level level(Side side, long price) {
    return half(side).levels.get(price);
  }

  /**
   * The levels of a side.
   *
   * @param side which
   * @return a view, best first
   */
  public Collection<Level> levels(Side side) {
    return half(side).levels.values();
  }

  /**
   * The orders of a side, in an arbitrary but reproducible order.
   *
   * @param side which
   * @return a view
   */
  public List<Order> slots(Side side) {
    return half(side).slots;
  }

  /** {@return whether no order rests on either side} */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  private Half half(Side side) {
    return side == Side.BID ? bids : asks;
  }

  private Level level(Order order) {
    Level level = half(order.side).levels.get(order.price);
    if (level == null) {
      throw new IllegalStateException("order " + order.id + " has no level");
    }
    return level;
  }
}
