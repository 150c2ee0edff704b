/**
 * Thousands of websocket clients in one process, as cheap as they can be: they split the bytes they
 * get into frames, count them, and look for a sequence near each frame's end.
 */
@NullMarked
package io.github.lunostreams.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
