package io.github.lunostreams.gateway.channel;

/** A channel was asked for while its market has as many as it may have. */
public final class ChannelLimitException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  ChannelLimitException(ChannelKey refused, int max) {
    this(
        "%s has %s channels, as many as it may have: none is opened for a depth of %s"
            .formatted(refused.pair(), max, refused.depth()));
  }

  private ChannelLimitException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /**
   * Why it was refused.
   *
   * @return for a person
   */
  public String reason() {
    return reason;
  }
}
