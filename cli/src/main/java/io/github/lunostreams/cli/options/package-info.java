/** The options that commands share: how they are named, read from text or environment, checked. */
@NullMarked
package io.github.lunostreams.cli.options;

import org.jspecify.annotations.NullMarked;
