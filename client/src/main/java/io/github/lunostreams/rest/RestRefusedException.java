package io.github.lunostreams.rest;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exchange answered with an HTTP status other than 200. */
public final class RestRefusedException extends RestException {
  @Serial private static final long serialVersionUID = 1;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  /** The HTTP status. */
  private final int status;

  /** The exchange's code; may be empty. */
  private final String code;

  /** The exchange's words; may be empty. */
  private final String words;

  /** When to come back; null if the exchange did not say. */
  private final @Nullable Duration retryAfter;

  RestRefusedException(
      String call, int status, String code, String words, Optional<Duration> retryAfter) {
    super(
        "expected HTTP 200 from %s, got HTTP %s%s"
            .formatted(call, status, said(code, words).isEmpty() ? "" : ": " + said(code, words)));
    this.status = status;
    this.code = code;
    this.words = words;
    this.retryAfter = retryAfter.orElse(null);
  }

  private static String said(String code, String words) {
    return code.isEmpty() || words.isEmpty() ? code + words : code + ", " + words;
  }

  /**
   * What the exchange answered.
   *
   * @return the HTTP status
   */
  public int status() {
    return status;
  }

  /**
   * The exchange's code for programs.
   *
   * @return {@code ErrMarketNotFound} for instance; empty if the answer had none
   */
  public String code() {
    return code;
  }

  /**
   * What the exchange said to people.
   *
   * @return its words; empty if the answer had none
   */
  public String words() {
    return words;
  }

  /**
   * How long to stay away, from the answer on: the header {@code Retry-After}, which the exchange,
   * or what stands before it, may send with 429 and 503.
   *
   * @return at most an hour; empty if the answer did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * Whether the same call may succeed later: there were too many of them (more than 300 a minute),
   * or the exchange has trouble of its own.
   *
   * @return true for 429 and from 500 on
   */
  public boolean isTemporary() {
    return status == TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR;
  }
}
