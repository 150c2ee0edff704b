/**
 * The client's benchmarks, on recorded streams: what an update, a view and a snapshot cost beside
 * reading the same bytes and beside a book that is rebuilt each time, and how much memory a book
 * takes.
 */
@NullMarked
package io.github.lunostreams.benchmarks.book;

import org.jspecify.annotations.NullMarked;
