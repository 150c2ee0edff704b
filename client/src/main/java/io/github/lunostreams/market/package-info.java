/** Following one market: its stream's life, its hooks, and what they are told. */
@NullMarked
package io.github.lunostreams.market;

import org.jspecify.annotations.NullMarked;
