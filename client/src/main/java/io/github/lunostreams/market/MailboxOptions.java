package io.github.lunostreams.market;

import io.github.lunostreams.upstream.Cause;

/**
 * What an {@link AsyncHook} gets, and what happens when it is slower than the market.
 *
 * @param overflow what gives way
 * @param capacity how many updates may wait (with {@link Overflow#CONFLATE}: how many trades)
 * @param depth how many price levels a side its books have at the most; 0 for all
 */
public record MailboxOptions(Overflow overflow, int capacity, int depth) {
  /** Conflating, up to 10,000 trades waiting, books of 100 levels. */
  public static final MailboxOptions DEFAULT = new MailboxOptions(Overflow.CONFLATE, 10_000, 100);

  /** What gives way when a mailbox is full. */
  public enum Overflow {
    /**
     * The market's thread waits, and with it the other hooks. In the end the stream itself falls
     * behind and starts over ({@link Cause.Reason#OVERRUN}).
     */
    BLOCK,
    /**
     * The hook gets the newest book and all the trades since its last call. Beyond the bound the
     * oldest trades are lost, and counted.
     */
    CONFLATE,
    /** The hook is not called any more, and {@link MarketEvent.HookDetached} says so. */
    FAIL
  }

  /** Checks the bounds. */
  public MailboxOptions {
    if (capacity < 1) {
      throw new IllegalArgumentException("expected a capacity of 1 or more, got " + capacity);
    }
    if (depth < 0) {
      throw new IllegalArgumentException("expected a depth of 0 (all) or more, got " + depth);
    }
  }
}
