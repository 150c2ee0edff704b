/** Who is admitted, and within which bounds of number, time and memory. */
@NullMarked
package io.github.lunostreams.gateway.access;

import org.jspecify.annotations.NullMarked;
