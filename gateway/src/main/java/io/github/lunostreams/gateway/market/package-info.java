/** The markets that are followed: what is known of each, and which of them there are when. */
@NullMarked
package io.github.lunostreams.gateway.market;

import org.jspecify.annotations.NullMarked;
