/** A client's websocket: its connection, and the protocols that are spoken on it. */
@NullMarked
package io.github.lunostreams.gateway.session;

import org.jspecify.annotations.NullMarked;
