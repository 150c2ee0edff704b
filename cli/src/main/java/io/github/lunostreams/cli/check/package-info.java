/**
 * The doctor: looks at the way to the exchange, follows markets for a while, compares a book with
 * what REST says, and tells what it found.
 */
@NullMarked
package io.github.lunostreams.cli.check;

import org.jspecify.annotations.NullMarked;
