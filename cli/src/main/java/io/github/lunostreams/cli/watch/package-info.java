/**
 * A market to look at: frames from the exchange or a gateway become a picture, and the picture
 * becomes lines, on a terminal's screen or in a pipe.
 */
@NullMarked
package io.github.lunostreams.cli.watch;

import org.jspecify.annotations.NullMarked;
