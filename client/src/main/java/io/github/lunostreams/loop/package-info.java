/** Where a market's work runs, one task at a time, now or later. */
@NullMarked
package io.github.lunostreams.loop;

import org.jspecify.annotations.NullMarked;
