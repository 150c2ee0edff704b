package io.github.lunostreams.gateway.channel;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * All that one writer appends, and the cursors that each have their own position in it.
 *
 * <p>The writer appends and, at most once for each event loop however much it appends meanwhile,
 * asks the loop to send. It does nothing per cursor, and waits for nobody. Entries that every
 * cursor has passed are garbage; without cursors there is just the newest.
 *
 * @param <E> the kind of entry
 */
final class UpdateLog<E extends Entry<E>> {
  private final ChannelCounters counters;
  private final Map<EventLoop, FanoutTask<E>> tasks = new ConcurrentHashMap<>();

  /** Written by the writer only. */
  private volatile E newest;

  UpdateLog(E first, ChannelCounters counters) {
    this.newest = first;
    this.counters = counters;
  }

  E newest() {
    return newest;
  }

  /** For the writer alone. */
  void append(E entry) {
    newest.append(entry);
    newest = entry;
    wake();
  }

  /** Has every cursor look for something to send, also if nothing was appended. On any thread. */
  void wake() {
    for (FanoutTask<E> task : tasks.values()) {
      task.request();
    }
  }

  /** Passes a keepalive on to the cursors that have nothing else to send. On any thread. */
  void keepAlive() {
    forEach(cursor -> cursor.keepAlive(newest));
  }

  /** Reports to each cursor that the source of the updates is silent. On any thread. */
  void silent() {
    forEach(Cursor::silent);
  }

  private void forEach(Consumer<Cursor<E>> action) {
    for (FanoutTask<E> task : tasks.values()) {
      task.forEach(action);
    }
  }

  /**
   * Starts a cursor at the newest entry, and sends it what comes first. On its event loop.
   *
   * @param whenLeft is called when the cursor has left
   */
  void join(Cursor<E> cursor, Runnable whenLeft) {
    FanoutTask<E> task =
        tasks.computeIfAbsent(
            cursor.eventLoop(), loop -> new FanoutTask<>(loop, this::newest, counters));
    cursor.joins(
        () -> {
          task.leave(cursor);
          whenLeft.run();
        });
    task.join(cursor);
  }
}
