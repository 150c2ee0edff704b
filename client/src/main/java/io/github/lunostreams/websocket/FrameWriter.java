package io.github.lunostreams.websocket;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
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

  private final OutputStream out;
  private final RandomGenerator masks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as the fields after it. */
  private final Deque<ClientFrame> waiting = new ArrayDeque<>();

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
      add(FrameReader.CLOSE, ClientFrame.closePayload(code, reason));
      closing = true;
    } finally {
      lock.unlock();
    }
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
    for (ClientFrame frame : waiting) {
      count += frame.opcode() == opcode ? 1 : 0;
    }
    return count;
  }

  private void removeOldestPong() {
    Iterator<ClientFrame> frames = waiting.iterator();
    while (frames.hasNext()) {
      if (frames.next().opcode() == FrameReader.PONG) {
        frames.remove();
        return;
      }
    }
  }

  private void add(int opcode, byte[] payload) {
    waiting.add(ClientFrame.of(opcode, payload, masks.nextInt()));
    changed.signalAll();
  }

  /** Writes what is queued until the close frame is out, {@link #stop}, or a failure. */
  @Override
  public void run() {
    try {
      for (ClientFrame frame = next(); frame != null; frame = next()) {
        out.write(frame.bytes());
        out.flush();
        if (frame.opcode() == FrameReader.CLOSE) {
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
  private @Nullable ClientFrame next() {
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
