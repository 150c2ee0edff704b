/** The server: connections, paths, and who gets what on which path. */
@NullMarked
package io.github.lunostreams.gateway.http;

import org.jspecify.annotations.NullMarked;
