/** The exchange's public REST calls, answered here from the live markets. */
@NullMarked
package io.github.lunostreams.gateway.rest;

import org.jspecify.annotations.NullMarked;
