/** Tests of what a market looks like. */
@NullMarked
package io.github.lunostreams.cli.watch;

import org.jspecify.annotations.NullMarked;
