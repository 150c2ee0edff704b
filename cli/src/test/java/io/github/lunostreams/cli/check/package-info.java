/** Tests of the doctor's parts. */
@NullMarked
package io.github.lunostreams.cli.check;

import org.jspecify.annotations.NullMarked;
