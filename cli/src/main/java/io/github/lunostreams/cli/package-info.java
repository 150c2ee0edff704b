/**
 * The command line: reads what is asked for, wires client, gateway and simulator together, and ends
 * them in order.
 *
 * <p>{@link io.github.lunostreams.cli.Main} is the entry. Standard output carries what a program
 * may read (one line when a server is ready); everything for people goes to standard error.
 */
@NullMarked
package io.github.lunostreams.cli;

import org.jspecify.annotations.NullMarked;
