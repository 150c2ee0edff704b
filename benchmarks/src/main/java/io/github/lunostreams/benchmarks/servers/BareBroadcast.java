package io.github.lunostreams.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends frames to all channels of some event loops: on each loop, in rounds, every client gets what
 * came since the round before, all clients the same memory, with a flush after some frames and at
 * the end of a client's turn. A channel that is not writable misses the frame.
 */
final class BareBroadcast {
  /** Writes before a flush. */
  private static final int BATCH = 16;

  /** Frames that wait for a round; beyond, the newest is left out. The gateway's bound. */
  private static final int WAITING = 128;

  private final Map<EventLoop, Round> rounds = new LinkedHashMap<>();

  BareBroadcast(EventLoopGroup loops) {
    loops.forEach(loop -> rounds.put((EventLoop) loop, new Round((EventLoop) loop)));
  }

  void join(Channel channel) {
    round(channel).channels.add(channel);
  }

  void leave(Channel channel) {
    round(channel).channels.remove(channel);
  }

  private Round round(Channel channel) {
    Round round = rounds.get(channel.eventLoop());
    if (round == null) {
      throw new IllegalStateException("expected a channel of our event loops");
    }
    return round;
  }

  /** Hands a whole frame over, which does not change any more. */
  void send(byte[] frame) {
    rounds.values().forEach(round -> round.offer(frame));
  }

  /** The channels of one event loop. */
  private static final class Round implements Runnable {
    final List<Channel> channels = new ArrayList<>();
    private final EventLoop loop;
    private final Queue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean requested = new AtomicBoolean();

    Round(EventLoop loop) {
      this.loop = loop;
    }

    void offer(byte[] frame) {
      if (waiting.offer(frame) && requested.compareAndSet(false, true)) {
        loop.execute(this);
      }
    }

    @Override
    public void run() {
      requested.set(false);
      List<ByteBuf> frames = new ArrayList<>();
      for (byte[] frame = waiting.poll(); frame != null; frame = waiting.poll()) {
        // Outside of the heap once, rather than at each client's write.
        frames.add(Unpooled.directBuffer(frame.length).writeBytes(frame));
      }
      for (Channel channel : channels) {
        send(channel, frames);
      }
      frames.forEach(ByteBuf::release);
    }

    private static void send(Channel channel, List<ByteBuf> frames) {
      int unflushed = 0;
      for (ByteBuf frame : frames) {
        if (!channel.isWritable()) {
          channel.flush();
          unflushed = 0;
          if (!channel.isWritable()) {
            return;
          }
        }
        // Past the websocket's encoder: it is a whole frame already.
        channel.pipeline().firstContext().write(frame.retainedDuplicate(), channel.voidPromise());
        if (++unflushed == BATCH) {
          channel.flush();
          unflushed = 0;
        }
      }
      if (unflushed > 0) {
        channel.flush();
      }
    }
  }
}
