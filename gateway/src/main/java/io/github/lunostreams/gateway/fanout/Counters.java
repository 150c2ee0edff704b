package io.github.lunostreams.gateway.fanout;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** A broadcast's counters; any thread may count. */
final class Counters {
  final AtomicInteger clients = new AtomicInteger();
  final LongAdder sent = new LongAdder();
  final LongAdder conflated = new LongAdder();
  final LongAdder tooSlow = new LongAdder();
}
