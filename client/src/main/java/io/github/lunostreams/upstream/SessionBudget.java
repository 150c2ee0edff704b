package io.github.lunostreams.upstream;

import java.util.concurrent.Semaphore;

/**
 * How many sessions may be open at once. Luno allows an account 50 and refuses the next, so streams
 * that share an account share a budget. Any thread may use it.
 */
public final class SessionBudget {
  /** What Luno allows an account. */
  public static final int LUNO_LIMIT = 50;

  private final int limit;
  private final Semaphore free;

  /**
   * A budget of which nothing is used.
   *
   * @param limit how many sessions, at least 1
   */
  public SessionBudget(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("expected a session limit of 1 or more, got " + limit);
    }
    this.limit = limit;
    this.free = new Semaphore(limit);
  }

  boolean tryTake() {
    return free.tryAcquire();
  }

  void giveBack() {
    free.release();
    assert free.availablePermits() <= limit : "more sessions given back than taken";
  }

  /**
   * The whole budget.
   *
   * @return as given
   */
  public int limit() {
    return limit;
  }

  /**
   * Sessions in use now, attempts included.
   *
   * @return 0 to {@link #limit}
   */
  public int used() {
    return limit - free.availablePermits();
  }
}
