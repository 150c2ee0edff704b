/** What is sent: markets as bytes. */
@NullMarked
package io.github.lunostreams.gateway.protocol;

import org.jspecify.annotations.NullMarked;
