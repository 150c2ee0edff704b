/** Following one market: its stream's life, its hooks, and their events. */
@NullMarked
package io.github.lunostreams.market;

import org.jspecify.annotations.NullMarked;
