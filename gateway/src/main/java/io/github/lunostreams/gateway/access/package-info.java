/** How many clients are served at once, how long each may take, and how much memory it may use. */
@NullMarked
package io.github.lunostreams.gateway.access;

import org.jspecify.annotations.NullMarked;
