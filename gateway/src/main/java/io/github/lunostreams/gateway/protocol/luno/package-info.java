/** The frames and bodies of the exchange itself, in its own byte shapes. */
@NullMarked
package io.github.lunostreams.gateway.protocol.luno;

import org.jspecify.annotations.NullMarked;
