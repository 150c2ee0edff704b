/** JVMs that measure: how they are started, listened to and ended. */
@NullMarked
package io.github.lunostreams.benchmarks.process;

import org.jspecify.annotations.NullMarked;
