/**
 * What is measured and what it is measured against, each a process of its own: the gateway, a bare
 * Netty broadcast, and a broadcast by Node's {@code ws}. All follow one market of the same exchange
 * and send each of its updates to all of their clients.
 */
@NullMarked
package io.github.lunostreams.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
