/**
 * The broadcast servers that are measured, each a process: the gateway, bare Netty, and Node's
 * {@code ws}. All follow one market of the same exchange and send each update to all their clients.
 */
@NullMarked
package io.github.lunostreams.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
