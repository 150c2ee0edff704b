package io.github.lunostreams.simulator.fault;

import org.jspecify.annotations.Nullable;

/**
 * A market's faults for its next new connections and REST calls.
 *
 * <p>Any thread may call any method; all fields are guarded by this. The market's lock does not
 * guard them: a refused connection has no place in the order of its messages. That lock may be held
 * around this, never taken inside.
 */
public final class Refusals {
  private Fault.@Nullable RefuseUpgrade upgrade;
  private Fault.@Nullable RefuseSession session;
  private Fault.@Nullable RefuseRest rest;
  private Fault.@Nullable WrongSnapshot snapshot;

  synchronized void begin(Fault.RefuseUpgrade fault) {
    upgrade = fault;
  }

  synchronized void begin(Fault.RefuseSession fault) {
    session = fault;
  }

  synchronized void begin(Fault.RefuseRest fault) {
    rest = fault;
  }

  synchronized void begin(Fault.WrongSnapshot fault) {
    snapshot = fault;
  }

  synchronized void end() {
    upgrade = null;
    session = null;
    rest = null;
  }

  /** {@return the refusal of one more upgrade, or null if it may pass} */
  public synchronized Fault.@Nullable RefuseUpgrade takeUpgrade() {
    Fault.RefuseUpgrade taken = upgrade;
    if (taken != null) {
      upgrade =
          taken.times() == 1 ? null : new Fault.RefuseUpgrade(taken.status(), taken.times() - 1);
    }
    return taken;
  }

  /** {@return the refusal of one more session, or null if it may pass} */
  public synchronized Fault.@Nullable RefuseSession takeSession() {
    Fault.RefuseSession taken = session;
    if (taken != null) {
      session =
          taken.times() == 1
              ? null
              : new Fault.RefuseSession(taken.code(), taken.text(), taken.times() - 1);
    }
    return taken;
  }

  /** {@return the refusal of one more REST call, or null if it may pass} */
  public synchronized Fault.@Nullable RefuseRest takeRest() {
    Fault.RefuseRest taken = rest;
    if (taken != null) {
      rest = taken.times() == 1 ? null : new Fault.RefuseRest(taken.status(), taken.times() - 1);
    }
    return taken;
  }

  /** The flaw of one more snapshot, or null if it is sound. */
  synchronized Fault.@Nullable SnapshotFlaw takeFlaw() {
    Fault.WrongSnapshot taken = snapshot;
    if (taken == null) {
      return null;
    }
    snapshot = taken.times() == 1 ? null : new Fault.WrongSnapshot(taken.flaw(), taken.times() - 1);
    return taken.flaw();
  }
}
