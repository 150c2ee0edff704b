package io.github.lunostreams.benchmarks.book;

import io.github.lunostreams.benchmarks.exchange.RecordedMarket;
import io.github.lunostreams.benchmarks.exchange.Recording;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A recording in memory. Each invocation goes through it, or through its start. */
@State(Scope.Thread)
public class RecordingState {
  /** The market that was recorded. */
  @Param public RecordedMarket market;

  Recording recording;

  private Allocation allocation;

  /** Reads the recording's file. */
  @Setup(Level.Trial)
  public void read() throws Exception {
    Recording file = Recording.of(market);
    if (file.updates() != RecordedMarket.UPDATES) {
      throw new IOException(
          "expected %d updates, got %d".formatted(RecordedMarket.UPDATES, file.updates()));
    }
    use(file);
  }

  /** Uses another recording. */
  final void use(Recording given) throws Exception {
    recording = given;
    load();
  }

  /** Runs before each invocation. */
  @Setup(Level.Invocation)
  public void start(Allocation counter) throws Exception {
    begin();
    allocation = counter;
    allocation.start();
  }

  /** Runs after each invocation. JMH passes the counter to one of the two methods only. */
  @TearDown(Level.Invocation)
  public void stop() {
    allocation.stop();
    end();
  }

  /** Once, when the recording is there. */
  void load() throws Exception {}

  /** Before each invocation; not measured. */
  void begin() throws Exception {}

  /** After each invocation; not measured. */
  void end() {}
}
