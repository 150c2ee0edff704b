/** Tests of the parts of {@code check}. */
@NullMarked
package io.github.lunostreams.cli.check;

import org.jspecify.annotations.NullMarked;
