package io.github.lunostreams.upstream;

import java.time.Duration;

/**
 * How far an event loop is behind its connection: what the socket has delivered and the loop has
 * not begun to handle.
 *
 * @param frames text frames that wait
 * @param bytes of their text
 * @param behind how long the oldest of them has waited; zero if none waits
 */
public record Backlog(long frames, long bytes, Duration behind) {
  /** Nothing waits. */
  public static final Backlog NONE = new Backlog(0, 0, Duration.ZERO);
}
