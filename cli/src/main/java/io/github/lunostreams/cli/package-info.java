/**
 * The command line: {@link io.github.lunostreams.cli.Main} is the entry, {@code CommandTree} finds
 * the command that the arguments name.
 *
 * <p>Standard output carries what programs read (one line when a server is ready); everything for
 * people goes to standard error.
 */
@NullMarked
package io.github.lunostreams.cli;

import org.jspecify.annotations.NullMarked;
