/** Entry of the library: {@link io.github.lunostreams.LunoStreams}. */
@NullMarked
package io.github.lunostreams;

import org.jspecify.annotations.NullMarked;
