/** One upstream session a market, any number of local clients. */
@NullMarked
package io.github.lunostreams.gateway;

import org.jspecify.annotations.NullMarked;
