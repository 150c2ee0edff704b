/**
 * The websocket client for the way to the exchange: the text part of RFC 6455 on blocking sockets.
 */
@NullMarked
package io.github.lunostreams.websocket;

import org.jspecify.annotations.NullMarked;
