/** The HTTP server: connections, the route table, and the kinds of answers. */
@NullMarked
package io.github.lunostreams.gateway.http;

import org.jspecify.annotations.NullMarked;
