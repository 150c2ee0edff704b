/** What the JDK leaves to its users between a program and the network. */
@NullMarked
package io.github.lunostreams.net;

import org.jspecify.annotations.NullMarked;
