/** The way to the exchange: a connection that is kept open, and what it takes to keep it. */
@NullMarked
package io.github.lunostreams.upstream;

import org.jspecify.annotations.NullMarked;
