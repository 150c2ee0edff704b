package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.sessions.Sample;
import io.github.lunostreams.benchmarks.sessions.Session;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A session in memory, and a start and an end of each pass through it. */
@State(Scope.Thread)
public class SessionState {
  /** Which one. */
  @Param public Sample sample;

  /** Its bytes. */
  public Session session;

  private Allocation allocation;

  /** Called by JMH. */
  public SessionState() {}

  /**
   * Reads the session's file.
   *
   * @throws Exception if it can not be read or understood
   */
  @Setup(Level.Trial)
  public void read() throws Exception {
    Session read = Session.of(sample);
    if (read.updates() != Sample.UPDATES) {
      throw new IOException(
          "expected %d updates, got %d".formatted(Sample.UPDATES, read.updates()));
    }
    use(read);
  }

  /** Takes a session from elsewhere. */
  final void use(Session given) throws Exception {
    session = given;
    load();
  }

  /**
   * Before each invocation.
   *
   * @param counter counts what the invocation allocates
   * @throws Exception if the session is not what it should be
   */
  @Setup(Level.Invocation)
  public void start(Allocation counter) throws Exception {
    begin();
    allocation = counter;
    allocation.start();
  }

  /** After each invocation. JMH wants the counter to be asked for once only. */
  @TearDown(Level.Invocation)
  public void stop() {
    allocation.stop();
    end();
  }

  /** Once, when the session is there. */
  void load() throws Exception {}

  /** Before each invocation; not measured. */
  void begin() throws Exception {}

  /** After each invocation; not measured. */
  void end() {}
}
