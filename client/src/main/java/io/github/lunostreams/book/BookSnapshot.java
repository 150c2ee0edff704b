package io.github.lunostreams.book;

/**
 * A book's best levels at one sequence. Immutable: it may go to any thread and be kept. It shares
 * with the snapshots before and after it what did not change between them, so that one of the whole
 * book costs little more than one of its top.
 *
 * <p>The library implements it.
 */
public non-sealed interface BookSnapshot extends BookView {}
