/**
 * The gateway's benchmarks: lag and throughput beside other servers, a gateway that is killed under
 * many clients, and a long run in which it must not grow.
 */
@NullMarked
package io.github.lunostreams.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
