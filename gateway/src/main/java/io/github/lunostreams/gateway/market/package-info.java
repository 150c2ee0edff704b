/** What clients are told of a market, and who is admitted to it. */
@NullMarked
package io.github.lunostreams.gateway.market;

import org.jspecify.annotations.NullMarked;
