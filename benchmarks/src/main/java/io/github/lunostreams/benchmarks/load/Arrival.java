package io.github.lunostreams.benchmarks.load;

import java.time.Duration;

/**
 * Who has what was waited for.
 *
 * @param there how many clients
 * @param of so many
 * @param waited for so long
 */
public record Arrival(long there, long of, Duration waited) {
  /** {@return whether nobody is missing} */
  public boolean isComplete() {
    return there == of;
  }
}
