/**
 * The work of the command {@code check}: examines the connection to the exchange, follows markets
 * for a while, compares their books with REST, and returns the findings.
 */
@NullMarked
package io.github.lunostreams.cli.check;

import org.jspecify.annotations.NullMarked;
