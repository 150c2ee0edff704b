package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.sessions.Session;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.BrokenBookException;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;
import io.github.lunostreams.wire.BadFrameException;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.util.List;

/**
 * The client's decoder and book, the way a market's thread uses them. The only place that knows
 * their methods.
 */
public final class ClientBook {
  private static final String PAIR = "XBTZAR";

  private final MessageDecoder decoder = new MessageDecoder();
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of(PAIR));

  /** An empty book. */
  public ClientBook() {}

  /**
   * Decodes one frame of many.
   *
   * @param utf8 holds it
   * @param from where it starts
   * @param to where it ends
   * @return what it says; valid until the next is decoded
   * @throws BadFrameException if it is no frame
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public StreamMessage decode(byte[] utf8, int from, int to)
      throws BadFrameException, UnrepresentableNumberException {
    return decoder.decode(utf8, from, to);
  }

  /**
   * Decodes a whole book.
   *
   * @param utf8 the frame
   * @return the book, to be kept
   * @throws BadFrameException if it is no frame
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public static Snapshot snapshot(byte[] utf8)
      throws BadFrameException, UnrepresentableNumberException {
    return snapshot(new MessageDecoder(), utf8);
  }

  private static Snapshot snapshot(MessageDecoder decoder, byte[] utf8)
      throws BadFrameException, UnrepresentableNumberException {
    if (decoder.decode(utf8) instanceof StreamMessage.Book(Snapshot snapshot)) {
      return snapshot;
    }
    throw new IllegalArgumentException("expected a snapshot");
  }

  /**
   * Decodes the first updates of a session to keep them: without the decoder's quick way, which
   * uses the same update again for the next frame.
   *
   * @param session holds them
   * @param count how many
   * @return all of them
   * @throws BadFrameException if one is no frame
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public static BookUpdate[] updates(Session session, int count)
      throws BadFrameException, UnrepresentableNumberException {
    MessageDecoder careful = new MessageDecoder(false);
    BookUpdate[] updates = new BookUpdate[count];
    int[] offsets = session.offsets();
    for (int i = 0; i < count; i++) {
      StreamMessage frame = careful.decode(session.frames(), offsets[i], offsets[i + 1]);
      updates[i] = update(frame);
    }
    return updates;
  }

  private static BookUpdate update(StreamMessage frame) {
    if (frame instanceof StreamMessage.Book(BookUpdate update)) {
      return update;
    }
    throw new IllegalArgumentException("expected an update, got " + frame);
  }

  /**
   * Replaces the book.
   *
   * @param snapshot the whole book
   * @throws BrokenBookException if it contradicts itself
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public void restart(Snapshot snapshot)
      throws BrokenBookException, UnrepresentableNumberException {
    builder.applySnapshot(snapshot);
  }

  /**
   * Decodes a whole book and takes it over.
   *
   * @param utf8 the frame
   * @throws BadFrameException if it is no frame
   * @throws BrokenBookException if it contradicts itself
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public void restart(byte[] utf8)
      throws BadFrameException, BrokenBookException, UnrepresentableNumberException {
    builder.applySnapshot(snapshot(decoder, utf8));
  }

  /**
   * Applies the next update.
   *
   * @param update the next
   * @throws BrokenBookException if it is not
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public void apply(BookUpdate update) throws BrokenBookException, UnrepresentableNumberException {
    if (builder.apply(update) != OrderBookBuilder.Outcome.APPLIED) {
      throw new IllegalStateException("expected " + update + " to be the next");
    }
  }

  /**
   * Decodes one frame of many and applies it.
   *
   * @param utf8 holds it
   * @param from where it starts
   * @param to where it ends
   * @throws BadFrameException if it is no frame
   * @throws BrokenBookException if it is not the next
   * @throws UnrepresentableNumberException if a number does not fit
   */
  public void decodeAndApply(byte[] utf8, int from, int to)
      throws BadFrameException, BrokenBookException, UnrepresentableNumberException {
    apply(update(decode(utf8, from, to)));
  }

  /** {@return the live book} */
  public OrderBook book() {
    return builder.book();
  }

  /** {@return the trades of the last update} */
  public List<Trade> trades() {
    return builder.trades();
  }
}
