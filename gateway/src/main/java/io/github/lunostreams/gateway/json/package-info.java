/** JSON as bytes: digit by digit where it is hot, by Jackson's generator everywhere else. */
@NullMarked
package io.github.lunostreams.gateway.json;

import org.jspecify.annotations.NullMarked;
