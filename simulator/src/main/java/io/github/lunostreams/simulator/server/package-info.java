/**
 * The exchange on its port: HTTP, the handshake and life of a stream's connection, the public REST
 * calls.
 */
@NullMarked
package io.github.lunostreams.simulator.server;

import org.jspecify.annotations.NullMarked;
