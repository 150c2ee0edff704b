/**
 * The clients of a broadcast, all in one JVM: raw sockets that split bytes into frames and read
 * little more than the sequence, since they share the processors with the server.
 */
@NullMarked
package io.github.lunostreams.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
