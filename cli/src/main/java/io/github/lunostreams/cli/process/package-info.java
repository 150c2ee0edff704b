/**
 * The process that a command runs in: its streams and environment, its log, its errors and its end.
 */
@NullMarked
package io.github.lunostreams.cli.process;

import org.jspecify.annotations.NullMarked;
