package io.github.lunostreams.gateway.channel;

import java.util.Locale;

/** Where a gateway's markets come from: what is replayed or simulated never looks live. */
public enum Source {
  /** The exchange, or what stands for it upstream. */
  LIVE,
  /** A recording. */
  REPLAY,
  /** A simulated exchange. */
  SIMULATED;

  /**
   * How clients see it.
   *
   * @return {@code live}, {@code replay} or {@code simulated}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
