/** The exchange's text frames: decoding what it says, encoding what it wants to hear. */
@NullMarked
package io.github.lunostreams.wire;

import org.jspecify.annotations.NullMarked;
