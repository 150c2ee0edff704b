package io.github.lunostreams.gateway.channel;

import java.util.Arrays;
import java.util.List;

/**
 * One client's subscriptions, each of which has its turn.
 *
 * <p>Owned by the client's event loop; any thread may ask for {@link #all}.
 */
final class SubscriptionRing {
  private static final Subscription[] NONE = {};

  /** Replaced by the event loop, its elements never changed. */
  private volatile Subscription[] subscriptions = NONE;

  /** Whose turn was last. */
  private int turn;

  int size() {
    return subscriptions.length;
  }

  /** Those of now; remains as it is when one is added or removed. */
  List<Subscription> all() {
    return Arrays.asList(subscriptions);
  }

  /** The one that was added before all others; there has to be one. */
  Subscription first() {
    return subscriptions[0];
  }

  /** The one whose turn it is now; there has to be one. */
  Subscription next() {
    Subscription[] now = subscriptions;
    turn = turn + 1 < now.length ? turn + 1 : 0;
    return now[turn];
  }

  void add(Subscription subscription) {
    Subscription[] more = Arrays.copyOf(subscriptions, subscriptions.length + 1);
    more[more.length - 1] = subscription;
    subscriptions = more;
  }

  /** Removes it, if it is there. */
  void remove(Subscription subscription) {
    Subscription[] now = subscriptions;
    for (int i = 0; i < now.length; i++) {
      if (now[i].equals(subscription)) {
        Subscription[] fewer = Arrays.copyOf(now, now.length - 1);
        System.arraycopy(now, i + 1, fewer, i, fewer.length - i);
        subscriptions = fewer;
        if (i <= turn) {
          turn = Math.max(0, turn - 1);
        }
        return;
      }
    }
  }
}
