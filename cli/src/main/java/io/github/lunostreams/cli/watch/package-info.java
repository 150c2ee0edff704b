/**
 * A market to look at: an exchange's or a gateway's stream becomes views of the market, and these
 * become a screen on a terminal or lines in a pipe.
 */
@NullMarked
package io.github.lunostreams.cli.watch;

import org.jspecify.annotations.NullMarked;
