/** The exchange's public REST calls that complement its streams. */
@NullMarked
package io.github.lunostreams.rest;

import org.jspecify.annotations.NullMarked;
