/** Tests of what surrounds a command. */
@NullMarked
package io.github.lunostreams.cli.process;

import org.jspecify.annotations.NullMarked;
