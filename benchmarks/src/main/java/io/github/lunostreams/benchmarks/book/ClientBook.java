package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.Recording;
import io.github.lunostreams.book.LevelChanges;
import io.github.lunostreams.book.OrderBook;
import io.github.lunostreams.book.OrderChanges;
import io.github.lunostreams.book.Pair;
import io.github.lunostreams.book.Trade;
import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.OrderBookBuilder;
import io.github.lunostreams.wire.MessageDecoder;
import io.github.lunostreams.wire.StreamMessage;
import java.util.List;

/** The client's decoder and book, as a market's thread uses them. */
final class ClientBook {
  private final MessageDecoder decoder = new MessageDecoder();
  private final OrderBookBuilder builder = new OrderBookBuilder(Pair.of("XBTZAR"));

  /** Decodes a frame. The message is valid until the next is decoded. */
  StreamMessage decode(byte[] utf8, int from, int to) throws Exception {
    return decoder.decode(utf8, from, to);
  }

  /** Decodes a snapshot to keep. */
  static Snapshot snapshot(byte[] utf8) throws Exception {
    return snapshot(new MessageDecoder(), utf8);
  }

  private static Snapshot snapshot(MessageDecoder decoder, byte[] utf8) throws Exception {
    if (decoder.decode(utf8) instanceof StreamMessage.Book(Snapshot snapshot)) {
      return snapshot;
    }
    throw new IllegalArgumentException("expected a snapshot");
  }

  /** Decodes updates to keep: without the decoder's fast path, which reuses the update object. */
  static BookUpdate[] updates(Recording recording, int count) throws Exception {
    MessageDecoder decoder = new MessageDecoder(false);
    BookUpdate[] updates = new BookUpdate[count];
    int[] offsets = recording.offsets;
    for (int i = 0; i < count; i++) {
      updates[i] = update(decoder.decode(recording.frames, offsets[i], offsets[i + 1]));
    }
    return updates;
  }

  private static BookUpdate update(StreamMessage message) {
    if (message instanceof StreamMessage.Book(BookUpdate update)) {
      return update;
    }
    throw new IllegalArgumentException("expected an update, got " + message);
  }

  void recordChanges() {
    builder.recordChanges(true);
  }

  void applySnapshot(Snapshot snapshot) throws Exception {
    builder.applySnapshot(snapshot);
  }

  void decodeAndApplySnapshot(byte[] utf8) throws Exception {
    builder.applySnapshot(snapshot(decoder, utf8));
  }

  void apply(BookUpdate update) throws Exception {
    if (builder.apply(update) != OrderBookBuilder.Outcome.APPLIED) {
      throw new IllegalStateException("expected " + update + " to be the next");
    }
  }

  void decodeAndApply(byte[] utf8, int from, int to) throws Exception {
    apply(update(decode(utf8, from, to)));
  }

  /** Applies a whole recording. */
  void replay(Recording recording) throws Exception {
    decodeAndApplySnapshot(recording.snapshot);
    int[] offsets = recording.offsets;
    for (int i = 0; i < recording.updates(); i++) {
      decodeAndApply(recording.frames, offsets[i], offsets[i + 1]);
    }
  }

  OrderBook book() {
    return builder.book();
  }

  List<Trade> trades() {
    return builder.trades();
  }

  OrderChanges orderChanges() {
    return builder.orderChanges();
  }

  LevelChanges levelChanges() {
    return builder.levelChanges();
  }
}
