package io.github.lunostreams.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Writes lines from a thread of its own, so that a reader that stalls (a full pipe, a stopped
 * terminal) holds up nothing else. At most so many characters wait; lines beyond are dropped and
 * counted, and their number is written after the lines that waited then.
 *
 * <p>Any thread may call its methods; none waits, but {@link #flush}.
 */
final class LogWriter {
  private final OutputStream out;
  private final int maxCharacters;
  private final LongFunction<String> droppedLine;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}, as the fields after it. */
  private final Deque<String> waiting = new ArrayDeque<>();

  private int waitingCharacters;
  private long dropped;
  private boolean writing;

  /**
   * A writer with a thread that does not keep the JVM alive.
   *
   * @param out where the lines go
   * @param maxCharacters how many may wait
   * @param droppedLine the line that says how many were dropped
   */
  LogWriter(OutputStream out, int maxCharacters, LongFunction<String> droppedLine) {
    this.out = out;
    this.maxCharacters = maxCharacters;
    this.droppedLine = droppedLine;
    Thread.ofPlatform().daemon().name("log").start(this::run);
  }

  /** Queues a line, which ends in a line break, or drops it. */
  void write(String line) {
    lock.lock();
    try {
      if (waitingCharacters + line.length() > maxCharacters) {
        dropped++;
        return;
      }
      waiting.add(line);
      waitingCharacters += line.length();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything is written, but not for long. */
  void flush(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while ((writing || !waiting.isEmpty()) && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      String lines = next();
      try {
        out.write(lines.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        // The reader is gone: nobody is left to be told.
      } finally {
        written();
      }
    }
  }

  /** Waits for a line; the last that waits is followed by the number of those dropped. */
  private String next() {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      writing = true;
      String line = waiting.remove();
      waitingCharacters -= line.length();
      if (dropped == 0 || !waiting.isEmpty()) {
        return line;
      }
      long lost = dropped;
      dropped = 0;
      return line + droppedLine.apply(lost);
    } finally {
      lock.unlock();
    }
  }

  private void written() {
    lock.lock();
    try {
      writing = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many lines were dropped and not reported yet. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
