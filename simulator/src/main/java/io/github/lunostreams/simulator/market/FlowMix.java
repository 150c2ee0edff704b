package io.github.lunostreams.simulator.market;

/**
 * What the random order flow is made of, in messages out of 10,000; what is left over is shared
 * about equally by creates and deletes, whichever brings the book nearer to its target size.
 *
 * @param trades market orders: part of a maker, a whole one, several, or one maker twice
 * @param partialTakers limit orders which take a whole level and rest with what remains: trades and
 *     a create in one message
 * @param unknownDeletes deletes of an id that was never in the book
 * @param empties messages without any update
 * @param halts changes to POSTONLY; the flow goes back to ACTIVE by itself some 50 messages later
 */
public record FlowMix(int trades, int partialTakers, int unknownDeletes, int empties, int halts) {
  /** The number of messages all shares are out of. */
  public static final int WHOLE = 10_000;

  /** Checks that the shares are not negative and do not exceed {@link #WHOLE}. */
  public FlowMix {
    if (trades < 0 || partialTakers < 0 || unknownDeletes < 0 || empties < 0 || halts < 0) {
      throw new IllegalArgumentException("a share is negative");
    }
    int sum = trades + partialTakers + unknownDeletes + empties + halts;
    if (sum > WHOLE) {
      throw new IllegalArgumentException("shares sum to " + sum + ", more than " + WHOLE);
    }
  }

  /** {@return as seen on the busiest market: 5 trades in 45 s at 51 messages a second} */
  public static FlowMix live() {
    return new FlowMix(17, 5, 5, 2, 0);
  }

  /** {@return as on a market where next to nothing happens: half of the few messages are empty} */
  public static FlowMix quiet() {
    return new FlowMix(10, 5, 5, 5_000, 0);
  }

  /** {@return many trades and every other kind of message often, halts included: for tests} */
  public static FlowMix busy() {
    return new FlowMix(2_000, 500, 200, 200, 20);
  }
}
