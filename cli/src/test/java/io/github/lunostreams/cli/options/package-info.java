/** Tests of the options that commands share. */
@NullMarked
package io.github.lunostreams.cli.options;

import org.jspecify.annotations.NullMarked;
