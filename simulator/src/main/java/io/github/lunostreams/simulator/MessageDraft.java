package io.github.lunostreams.simulator;

import io.github.lunostreams.simulator.market.Change;
import io.github.lunostreams.simulator.market.MarketShape;
import io.github.lunostreams.simulator.market.Side;
import io.github.lunostreams.simulator.server.ServedMarket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message under construction, with any of the parts a message can have; they are applied in the
 * wire's order: fills, create, delete, status.
 *
 * <pre>{@code
 * market.message()
 *     .fill("BXFE5AZB7UUXWPT", new BigDecimal("0.5"))
 *     .fill("BXFE5AZB7UUXWPT", new BigDecimal("0.25"))
 *     .delete("BXFE5AZB7UUXWPT")
 *     .send();
 * }</pre>
 *
 * <p>For one thread. Nothing happens before {@link #send()}.
 */
public final class MessageDraft {
  private final ServedMarket market;
  private final List<Change.Fill> fills = new ArrayList<>();
  private Change.@Nullable NewOrder create;
  private @Nullable String delete;
  private @Nullable String status;

  MessageDraft(ServedMarket market) {
    this.market = market;
  }

  /**
   * Takes from a resting order; may be called several times, also for one order.
   *
   * @param makerOrderId the resting order
   * @param base how much of it, above zero, at most the market's volume scale of decimals
   * @return this
   */
  public MessageDraft fill(String makerOrderId, BigDecimal base) {
    fills.add(new Change.Fill(makerOrderId, market.shape().volumeUnits(base)));
    return this;
  }

  /**
   * A new resting order. With fills of the other side it is what remains of their taker.
   *
   * @param side it rests on
   * @param price of at most the market's price scale of decimals
   * @param volume of at most the market's volume scale of decimals
   * @return this
   */
  public MessageDraft create(Side side, BigDecimal price, BigDecimal volume) {
    MarketShape shape = market.shape();
    create =
        new Change.NewOrder(
            market.newOrderId(), side, shape.priceUnits(price), shape.volumeUnits(volume));
    return this;
  }

  /**
   * Removes an order; an id that is not in the book changes nothing.
   *
   * @param orderId of any order
   * @return this
   */
  public MessageDraft delete(String orderId) {
    delete = orderId;
    return this;
  }

  /**
   * Changes the market's status.
   *
   * @param newStatus such as {@code POSTONLY}; unknown words are sent as they are
   * @return this
   */
  public MessageDraft status(String newStatus) {
    status = newStatus;
    return this;
  }

  /**
   * The order this message creates.
   *
   * @return its id, also before the message is sent
   * @throws IllegalStateException if the draft creates none
   */
  public String createdOrderId() {
    Change.NewOrder created = create;
    if (created == null) {
      throw new IllegalStateException("the message creates no order");
    }
    return created.id();
  }

  /**
   * Applies the message to the market and sends it to every connection.
   *
   * @return the sequence it got
   * @throws IllegalArgumentException if the book does not allow it: an unknown or overfilled maker,
   *     a volume or price not above zero, a create that crosses; nothing has changed then
   */
  public long send() {
    Change change = new Change(List.copyOf(fills), null, create, delete, status);
    return market.send(state -> change);
  }
}
