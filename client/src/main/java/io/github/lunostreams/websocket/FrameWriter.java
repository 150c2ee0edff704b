package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a client's frames from a thread of its own, so that sending never waits for a server that
 * does not read. What waits is bounded: of pongs the oldest are dropped, as RFC 6455 (5.5.3)
 * allows; other frames beyond the bound are refused.
 *
 * <p>{@link #run} is the writing thread; any thread may call the rest.
 */
final class FrameWriter implements Runnable {
  /** More frames of one kind than this wait only if the server does not read. */
  static final int MAX_WAITING = 32;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int MASK_BYTES = 4;
  private static final int MAX_SHORT_LENGTH = 125;
  private static final int LENGTH_OF_TWO_BYTES = 126;
  private static final int LENGTH_OF_EIGHT_BYTES = 127;
  private static final int MAX_CONTROL_BYTES = 125;

  /** A frame as it is sent. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; the array is the frame.
  private record Frame(int opcode, byte[] bytes) {}

  private final OutputStream out;
  private final RandomGenerator masks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as the fields after it. */
  private final Deque<Frame> waiting = new ArrayDeque<>();

  /** The close frame is queued, and nothing goes after it. */
  private boolean closing;

  private boolean stopped;

  private volatile @Nullable IOException failure;

  /**
   * A writer whose thread does not run yet.
   *
   * @param masks unpredictable, so that no proxy takes our frames for requests (RFC 6455, 10.3)
   */
  FrameWriter(OutputStream out, RandomGenerator masks) {
    this.out = out;
    this.masks = masks;
  }

  /** Queues a text or a ping; false if too many wait. After a close nothing is sent. */
  boolean send(int opcode, byte[] payload) {
    lock.lock();
    try {
      if (closing || stopped) {
        return true;
      }
      if (waiting(opcode) >= MAX_WAITING) {
        fail(
            new IOException(
                "expected the server to read, got "
                    + MAX_WAITING
                    + " frames that wait to be written"));
        return false;
      }
      add(opcode, payload);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Queues the answer to a ping, in place of the oldest if too many wait. */
  void pong(byte[] payload) {
    lock.lock();
    try {
      if (closing || stopped) {
        return;
      }
      if (waiting(FrameReader.PONG) >= MAX_WAITING) {
        removeOldestPong();
      }
      add(FrameReader.PONG, payload);
    } finally {
      lock.unlock();
    }
  }

  /** Queues the last frame. Closing again does nothing. */
  void close(int code, String reason) {
    lock.lock();
    try {
      if (closing || stopped) {
        return;
      }
      add(FrameReader.CLOSE, closePayload(code, reason));
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  private static byte[] closePayload(int code, String reason) {
    if (code == FrameReader.Close.NO_STATUS) {
      return new byte[0];
    }
    byte[] words = reason.getBytes(UTF_8);
    byte[] payload =
        Arrays.copyOf(new byte[] {(byte) (code >> Byte.SIZE), (byte) code}, 2 + words.length);
    System.arraycopy(words, 0, payload, 2, words.length);
    return payload.length <= MAX_CONTROL_BYTES ? payload : Arrays.copyOf(payload, 2);
  }

  /** Whether the last frame is queued, or was written. */
  boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread after the frame that it is writing. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Why no more can be sent; null if it can. */
  @Nullable IOException failure() {
    return failure;
  }

  private int waiting(int opcode) {
    int count = 0;
    for (Frame frame : waiting) {
      count += frame.opcode == opcode ? 1 : 0;
    }
    return count;
  }

  private void removeOldestPong() {
    Iterator<Frame> frames = waiting.iterator();
    while (frames.hasNext()) {
      if (frames.next().opcode == FrameReader.PONG) {
        frames.remove();
        return;
      }
    }
  }

  private void add(int opcode, byte[] payload) {
    waiting.add(new Frame(opcode, encoded(opcode, payload)));
    changed.signalAll();
  }

  private byte[] encoded(int opcode, byte[] payload) {
    int lengthBytes =
        payload.length <= MAX_SHORT_LENGTH
            ? 0
            : payload.length <= 0xffff ? Short.BYTES : Long.BYTES;
    byte[] frame = new byte[2 + lengthBytes + MASK_BYTES + payload.length];
    frame[0] = (byte) (FINAL | opcode);
    int shortLength =
        lengthBytes == 0
            ? payload.length
            : lengthBytes == Short.BYTES ? LENGTH_OF_TWO_BYTES : LENGTH_OF_EIGHT_BYTES;
    frame[1] = (byte) (MASKED | shortLength);
    int at = 2;
    for (int i = lengthBytes - 1; i >= 0; i--) {
      frame[at++] = (byte) ((long) payload.length >>> (Byte.SIZE * i));
    }
    int mask = masks.nextInt();
    for (int i = 0; i < MASK_BYTES; i++) {
      frame[at++] = (byte) (mask >>> (Byte.SIZE * i));
    }
    for (int i = 0; i < payload.length; i++) {
      frame[at + i] = (byte) (payload[i] ^ mask >>> (Byte.SIZE * (i % MASK_BYTES)));
    }
    return frame;
  }

  /** Writes what is queued until the close frame is out, {@link #stop}, or a failure. */
  @Override
  public void run() {
    try {
      for (Frame frame = next(); frame != null; frame = next()) {
        out.write(frame.bytes);
        out.flush();
        if (frame.opcode == FrameReader.CLOSE) {
          return;
        }
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Only the first failure counts: others follow from it. */
  private void fail(IOException first) {
    lock.lock();
    try {
      if (failure == null) {
        failure = first;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next frame; null once stopped. */
  private @Nullable Frame next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !stopped) {
        changed.awaitUninterruptibly();
      }
      return stopped ? null : waiting.remove();
    } finally {
      lock.unlock();
    }
  }
}
