/** Tests of the command line. */
@NullMarked
package io.github.lunostreams.cli;

import org.jspecify.annotations.NullMarked;
