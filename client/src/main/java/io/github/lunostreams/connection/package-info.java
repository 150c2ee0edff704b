/** The way to the exchange: the transport a stream runs over and the credentials it shows. */
@NullMarked
package io.github.lunostreams.connection;

import org.jspecify.annotations.NullMarked;
