/** The live order book: the rule by which messages change it, and the tables it is kept in. */
@NullMarked
package io.github.lunostreams.book.engine;

import org.jspecify.annotations.NullMarked;
