package io.github.lunostreams.cli;

import io.github.lunostreams.rest.RestException;
import io.github.lunostreams.rest.RestRefusedException;
import io.github.lunostreams.rest.RestUnreachableException;
import io.github.lunostreams.rest.RestUnreadableException;

/** What to do about a REST call that failed. */
final class RestTrouble {
  private RestTrouble() {}

  static FailedException failed(RestException failure) {
    return new FailedException(String.valueOf(failure.getMessage()), hint(failure));
  }

  private static String hint(RestException failure) {
    return switch (failure) {
      case RestRefusedException refused ->
          refused.isTemporary() ? "try again in a minute" : "check --luno-rest-url";
      case RestUnreachableException _ ->
          "check --luno-rest-url and the network; behind a proxy set"
              + " JAVA_OPTS=-Dhttps.proxyHost=… -Dhttps.proxyPort=…";
      case RestUnreadableException _ ->
          "something else than the exchange answered; check --luno-rest-url";
    };
  }
}
