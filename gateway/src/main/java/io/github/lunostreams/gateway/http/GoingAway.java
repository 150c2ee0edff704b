package io.github.lunostreams.gateway.http;

/** The event that tells every connection that the gateway closes. */
enum GoingAway {
  INSTANCE
}
