/** Where the time goes, from a flight recording. */
@NullMarked
package io.github.lunostreams.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
