/** The order book of one market as its users see it: values, the live book, copies of it. */
@NullMarked
package io.github.lunostreams.book;

import org.jspecify.annotations.NullMarked;
