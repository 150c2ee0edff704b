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
 * Sends frames to all channels of some event loops, as the gateway does: one task an event loop,
 * the same memory for all clients, and for each client a flush after some frames and at the end. A
 * channel that is not writable misses the frame.
 */
final class BareNettyBroadcast {
  /** Writes before a flush. */
  private static final int BATCH = 16;

  /** Frames that may wait for a task, as in the gateway; beyond, the newest is dropped. */
  private static final int MAX_WAITING = 128;

  private final Map<EventLoop, FanoutTask> tasks = new LinkedHashMap<>();

  BareNettyBroadcast(EventLoopGroup loops) {
    loops.forEach(loop -> tasks.put((EventLoop) loop, new FanoutTask((EventLoop) loop)));
  }

  void join(Channel channel) {
    task(channel).channels.add(channel);
  }

  void leave(Channel channel) {
    task(channel).channels.remove(channel);
  }

  private FanoutTask task(Channel channel) {
    FanoutTask task = tasks.get(channel.eventLoop());
    if (task == null) {
      throw new IllegalStateException("expected a channel of these event loops");
    }
    return task;
  }

  /** Sends a whole frame, which nobody changes any more. May be called on any thread. */
  void send(byte[] frame) {
    tasks.values().forEach(task -> task.offer(frame));
  }

  /** The channels of one event loop. */
  private static final class FanoutTask implements Runnable {
    final List<Channel> channels = new ArrayList<>();
    private final EventLoop loop;
    private final Queue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean requested = new AtomicBoolean();

    FanoutTask(EventLoop loop) {
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
        // Copied out of the heap once, rather than at each client's write.
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
        // Skips the websocket encoder: this is a whole frame already.
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
