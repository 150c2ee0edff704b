package io.github.lunostreams.benchmarks.load;

import java.time.Duration;

/**
 * Who has what was waited for.
 *
 * @param there how many clients
 * @param of so many
 * @param waited for so long
 * @param half until half of them were there
 * @param most until 99 in 100 were there
 */
public record Arrival(long there, long of, Duration waited, Duration half, Duration most) {
  /** {@return whether nobody is missing} */
  public boolean isComplete() {
    return there == of;
  }
}
