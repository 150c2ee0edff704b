/** What every measurement over sockets has: an exchange and clients, in processes of their own. */
@NullMarked
package io.github.lunostreams.benchmarks.load;

import org.jspecify.annotations.NullMarked;
