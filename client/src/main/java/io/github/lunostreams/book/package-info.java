/** The order book of one market: exact, incremental, and the rule by which it is kept. */
@NullMarked
package io.github.lunostreams.book;

import org.jspecify.annotations.NullMarked;
