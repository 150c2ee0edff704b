package io.github.lunostreams.book.engine;

import io.github.lunostreams.book.MarketStatus;
import io.github.lunostreams.book.Side;
import io.github.lunostreams.book.engine.BookMessage.Fill;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of the book. Its parts are applied as one, in this order: the fills of resting orders, a
 * new order, an order that leaves, a new status. Each may be absent.
 *
 * <p>Mutable, so that a decoder can fill in the same object for each message: whoever is handed one
 * reads it before asking for the next. Equal to another if they say the same.
 */
public final class BookUpdate implements BookMessage {
  private long sequence;
  private long timestampMillis;

  /** Seldom present, so these may be new objects. */
  private List<Fill> fills = List.of();

  /** Whether there is a new order; if not, its fields mean nothing. */
  private boolean creates;

  /** The new order's side, as what needs no bookkeeping of the garbage collector. */
  private boolean buys;

  private final OrderId createId = new OrderId();
  private long price;
  private int priceScale;
  private long volume;
  private int volumeScale;

  /** Whether an order leaves; if not, its id means nothing. */
  private boolean deletes;

  private final OrderId deleteId = new OrderId();
  private @Nullable MarketStatus status;

  /** An update that says nothing yet. */
  public BookUpdate() {}

  /**
   * An update of all its parts.
   *
   * @param sequence the book's sequence once applied
   * @param fills the fills of resting orders, possibly several of one order
   * @param create a new resting order, if any
   * @param createSide the new order's side; present exactly if {@code create} is
   * @param delete the id of an order that leaves the book, if any
   * @param status the new status, if it changed
   * @param timestampMillis the exchange's time, or {@link #UNKNOWN_TIME}
   */
  public BookUpdate(
      long sequence,
      List<Fill> fills,
      @Nullable RestingOrder create,
      @Nullable Side createSide,
      @Nullable String delete,
      @Nullable MarketStatus status,
      long timestampMillis) {
    begin(sequence);
    fills(fills);
    if (create != null && createSide != null) {
      createId.set(create.id());
      create(
          createSide,
          create.price().unscaled(),
          create.price().scale(),
          create.volume().unscaled(),
          create.volume().scale());
    }
    if (delete != null) {
      deleteId.set(delete);
      delete();
    }
    if (status != null) {
      status(status);
    }
    timestampMillis(timestampMillis);
  }

  /**
   * Starts over: nothing but the sequence is said.
   *
   * @param newSequence the book's sequence once applied
   */
  public void begin(long newSequence) {
    sequence = newSequence;
    timestampMillis = UNKNOWN_TIME;
    creates = false;
    deletes = false;
    if (status != null) {
      status = null;
    }
    if (!fills.isEmpty()) {
      fills = List.of();
    }
  }

  /**
   * Says which resting orders are filled.
   *
   * @param newFills in the exchange's order; not to be changed any more
   */
  public void fills(List<Fill> newFills) {
    fills = newFills;
  }

  /**
   * Says that there is a new order, the id of which is set in {@link #createId}.
   *
   * @param side whether it buys or sells
   * @param newPrice its limit price, unscaled
   * @param newPriceScale the scale of that
   * @param newVolume its remaining volume, unscaled
   * @param newVolumeScale the scale of that
   */
  public void create(
      Side side, long newPrice, int newPriceScale, long newVolume, int newVolumeScale) {
    creates = true;
    buys = side == Side.BID;
    price = newPrice;
    priceScale = newPriceScale;
    volume = newVolume;
    volumeScale = newVolumeScale;
  }

  /** Says that an order leaves, the id of which is set in {@link #deleteId}. */
  public void delete() {
    deletes = true;
  }

  /**
   * Says that the status changes.
   *
   * @param newStatus what traders may do from now on
   */
  public void status(MarketStatus newStatus) {
    status = newStatus;
  }

  /**
   * Says when it was sent.
   *
   * @param newTimestampMillis milliseconds since the epoch, or {@link #UNKNOWN_TIME}
   */
  public void timestampMillis(long newTimestampMillis) {
    timestampMillis = newTimestampMillis;
  }

  @Override
  public long sequence() {
    return sequence;
  }

  @Override
  public long timestampMillis() {
    return timestampMillis;
  }

  /**
   * The fills of resting orders.
   *
   * @return in the exchange's order; empty as a rule
   */
  public List<Fill> fills() {
    return fills;
  }

  /**
   * The new order's side.
   *
   * @return null if there is no new order
   */
  public @Nullable Side createSide() {
    return creates ? (buys ? Side.BID : Side.ASK) : null;
  }

  /**
   * The new order's id.
   *
   * @return of meaning only if there is a new order; the same object always, for who fills it in
   */
  public OrderId createId() {
    return createId;
  }

  /**
   * The new order's limit price.
   *
   * @return unscaled, at {@link #priceScale}
   */
  public long price() {
    return price;
  }

  /**
   * The decimals of the new order's price.
   *
   * @return 0 to 18
   */
  public int priceScale() {
    return priceScale;
  }

  /**
   * The new order's volume.
   *
   * @return unscaled, at {@link #volumeScale}
   */
  public long volume() {
    return volume;
  }

  /**
   * The decimals of the new order's volume.
   *
   * @return 0 to 18
   */
  public int volumeScale() {
    return volumeScale;
  }

  /**
   * Whether an order leaves.
   *
   * @return true if {@link #deleteId} has a meaning
   */
  public boolean deletes() {
    return deletes;
  }

  /**
   * The id of the order that leaves.
   *
   * @return of meaning only if one does; the same object always, for who fills it in
   */
  public OrderId deleteId() {
    return deleteId;
  }

  /**
   * The new status.
   *
   * @return null if it does not change
   */
  public @Nullable MarketStatus status() {
    return status;
  }

  private @Nullable RestingOrder created() {
    return !creates
        ? null
        : new RestingOrder(
            createId.toString(),
            new ScaledDecimal(price, priceScale),
            new ScaledDecimal(volume, volumeScale));
  }

  private @Nullable String deleted() {
    return deletes ? deleteId.toString() : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BookUpdate update
        && update.sequence == sequence
        && update.timestampMillis == timestampMillis
        && update.fills.equals(fills)
        && update.createSide() == createSide()
        && Objects.equals(update.created(), created())
        && Objects.equals(update.deleted(), deleted())
        && Objects.equals(update.status, status);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        sequence, timestampMillis, fills, createSide(), created(), deleted(), status);
  }

  @Override
  public String toString() {
    return "BookUpdate[#%d, fills %s, create %s %s, delete %s, status %s, at %d]"
        .formatted(sequence, fills, createSide(), created(), deleted(), status, timestampMillis);
  }
}
