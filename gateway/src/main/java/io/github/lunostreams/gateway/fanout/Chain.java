package io.github.lunostreams.gateway.fanout;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that one writer publishes, and the readers who each have their own place in it.
 *
 * <p>The writer appends and, at most once for each event loop however much it appends meanwhile,
 * asks the loop to look. It does nothing a reader, and waits for nobody. What every reader has
 * passed is garbage; without readers there is just the newest link.
 *
 * @param <L> the kind of link
 */
final class Chain<L extends Link<L>> {
  private final Counters counters = new Counters();
  private final Map<EventLoop, Round<L>> rounds = new ConcurrentHashMap<>();

  /** Written by the writer only. */
  private volatile L newest;

  Chain(L first) {
    newest = first;
  }

  L newest() {
    return newest;
  }

  Counters counters() {
    return counters;
  }

  /** For the writer alone. */
  void append(L link) {
    newest.append(link);
    newest = link;
    wake();
  }

  /** Has every reader look, also if nothing was appended. On any thread. */
  void wake() {
    for (Round<L> round : rounds.values()) {
      round.request();
    }
  }

  /** The readers of an event loop. */
  Round<L> round(EventLoop loop) {
    return rounds.computeIfAbsent(loop, absent -> new Round<>(absent, this));
  }
}
