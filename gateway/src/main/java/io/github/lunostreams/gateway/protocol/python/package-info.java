/** The frames of the Python tool luno_streams. */
@NullMarked
package io.github.lunostreams.gateway.protocol.python;

import org.jspecify.annotations.NullMarked;
