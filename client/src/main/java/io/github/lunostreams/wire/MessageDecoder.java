package io.github.lunostreams.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lunostreams.book.engine.BookMessage.Snapshot;
import io.github.lunostreams.book.engine.BookUpdate;
import io.github.lunostreams.book.engine.UnrepresentableNumberException;

/**
 * Decodes the market stream's text frames. Those in the shape that the exchange writes are read
 * from the bytes at once, see {@link UpdateDecoder} and {@link SnapshotDecoder}; whatever else
 * comes is left to a {@link JsonDecoder}, which gives the same answer for these, too, and is the
 * measure of what is right.
 *
 * <p>Used by one thread.
 */
public final class MessageDecoder {
  /**
   * The system property that switches the fast path off, should it ever be under suspicion: {@code
   * -Dluno.streams.fastDecoder=false}.
   */
  public static final String FAST = "luno.streams.fastDecoder";

  /** A frame of more bytes is refused unread; the largest snapshot seen had 1.1 MB. */
  static final int MAX_FRAME_BYTES = 32 << 20;

  private static final StreamMessage KEEP_ALIVE = new StreamMessage.KeepAlive();

  private final boolean fast;
  private final UpdateDecoder updates = new UpdateDecoder();
  private final SnapshotDecoder snapshots = new SnapshotDecoder();
  private final JsonDecoder json = new JsonDecoder();
  private final StreamMessage update = new StreamMessage.Book(updates.update());
  private long slowPathCount;

  /** A decoder that takes the fast path unless {@link #FAST} forbids it. */
  public MessageDecoder() {
    this(Boolean.parseBoolean(System.getProperty(FAST, "true")));
  }

  /**
   * A decoder.
   *
   * @param fast whether it may take the fast path
   */
  public MessageDecoder(boolean fast) {
    this.fast = fast;
  }

  /**
   * Decodes a frame.
   *
   * @param utf8 the whole frame's text
   * @return what it says; a {@link BookUpdate} in it is the same object each time, so it is to be
   *     read before the next frame is decoded
   * @throws BadFrameException if it is none of the known frames
   * @throws UnrepresentableNumberException if a price or volume has too many digits
   */
  public StreamMessage decode(byte[] utf8)
      throws BadFrameException, UnrepresentableNumberException {
    return decode(utf8, 0, utf8.length);
  }

  /**
   * Decodes a frame that stands among others.
   *
   * @param utf8 has the frame's text
   * @param from where the frame starts
   * @param to where it ends
   * @return what it says, like {@link #decode(byte[])}
   * @throws BadFrameException if it is none of the known frames
   * @throws UnrepresentableNumberException if a price or volume has too many digits
   */
  public StreamMessage decode(byte[] utf8, int from, int to)
      throws BadFrameException, UnrepresentableNumberException {
    if (fast && to - from <= MAX_FRAME_BYTES) {
      if (updates.decode(utf8, from, to)) {
        return update;
      }
      Snapshot snapshot = snapshots.decode(utf8, from, to);
      if (snapshot != null) {
        return new StreamMessage.Book(snapshot);
      }
      if (isKeepAlive(utf8, from, to)) {
        return KEEP_ALIVE;
      }
    }
    if (to - from > MAX_FRAME_BYTES) {
      throw new BadFrameException(
          "expected a frame of at most %s bytes, got %s".formatted(MAX_FRAME_BYTES, to - from));
    }
    StreamMessage frame = json.decode(new String(utf8, from, to - from, UTF_8));
    if (frame instanceof StreamMessage.Book) {
      slowPathCount++;
    }
    return frame;
  }

  /** The two quotes, or nothing at all, which some proxies send. */
  private static boolean isKeepAlive(byte[] utf8, int from, int to) {
    return to == from || (to - from == 2 && utf8[from] == '"' && utf8[from + 1] == '"');
  }

  /**
   * How many snapshots and updates were not in the shape that can be read by the fast path.
   *
   * @return all of them, if the fast path is switched off
   */
  public long slowPathCount() {
    return slowPathCount;
  }
}
