/** The commands: each reads its options, wires client, gateway and simulator together, and runs. */
@NullMarked
package io.github.lunostreams.cli.commands;

import org.jspecify.annotations.NullMarked;
