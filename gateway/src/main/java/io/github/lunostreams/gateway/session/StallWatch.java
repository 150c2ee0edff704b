package io.github.lunostreams.gateway.session;

import io.github.lunostreams.gateway.channel.ClientOutput;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client that takes nothing: its buffer was full for a whole timeout and did not drain.
 * As long as it takes something, it has another timeout.
 *
 * <p>Owned by the channel's event loop.
 */
final class StallWatch {
  private final Duration timeout;
  private @Nullable Future<?> timer;

  /** Watches nothing yet. */
  StallWatch(Duration timeout) {
    this.timeout = timeout;
  }

  /** The client's buffer is full: it is too slow if it stays so. */
  void watch(ChannelHandlerContext on, ClientOutput output) {
    if (timer == null) {
      long waiting = on.channel().bytesBeforeWritable();
      timer =
          on.executor()
              .schedule(
                  () -> timedOut(on, output, waiting), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void timedOut(ChannelHandlerContext on, ClientOutput output, long waitingThen) {
    timer = null;
    if (on.channel().bytesBeforeWritable() < waitingThen) {
      watch(on, output);
    } else {
      output.tooSlow("too slow: its buffer was full for %s ms".formatted(timeout.toMillis()));
    }
  }

  /** It is not full any more, or the connection ends. */
  void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
