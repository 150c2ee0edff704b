/**
 * From one writer a market to any number of clients, none of whom can delay another: each channel
 * is encoded once, and each subscription is a cursor in its channel's log.
 */
@NullMarked
package io.github.lunostreams.gateway.channel;

import org.jspecify.annotations.NullMarked;
