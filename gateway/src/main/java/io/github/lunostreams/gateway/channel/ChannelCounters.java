package io.github.lunostreams.gateway.channel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one channel, or of several together. Any thread may count. */
final class ChannelCounters {
  final AtomicInteger clients = new AtomicInteger();
  final LongAdder sent = new LongAdder();
  final LongAdder conflated = new LongAdder();
  final LongAdder tooSlow = new LongAdder();
}
