/** From one writer a market to any number of readers, of whom none can slow another. */
@NullMarked
package io.github.lunostreams.gateway.fanout;

import org.jspecify.annotations.NullMarked;
