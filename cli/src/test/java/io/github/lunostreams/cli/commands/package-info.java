/** Tests of the commands' parts. */
@NullMarked
package io.github.lunostreams.cli.commands;

import org.jspecify.annotations.NullMarked;
