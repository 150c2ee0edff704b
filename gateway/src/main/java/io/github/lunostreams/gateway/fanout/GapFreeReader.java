package io.github.lunostreams.gateway.fanout;

import io.github.lunostreams.gateway.fanout.Standing.Ended;
import io.github.lunostreams.gateway.fanout.Standing.InStep;
import io.github.lunostreams.gateway.fanout.Standing.Waiting;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * One client's place in a {@link Relay}: waits for a book that is no older than its coming, is sent
 * it whole, and then every update that follows it, until the exchange is lost or the client is too
 * far behind.
 */
final class GapFreeReader extends Reader<RelayedUpdate> {
  private final Relay relay;
  private final Relay.Owner owner;
  private boolean started;

  /** The number of the update that was the newest when it came; -1 before. */
  private long came = -1;

  /** It will look again by itself, not only when something is published. */
  private boolean looksAgain;

  GapFreeReader(Channel channel, Relay.Owner owner, Chain<RelayedUpdate> chain, Relay relay) {
    super(channel, owner, chain);
    this.relay = relay;
    this.owner = owner;
  }

  @Override
  boolean keepsUp(RelayedUpdate newest) {
    RelayedUpdate at = position();
    if (!started || at == null || newest.offset() - at.offset() <= relay.backlogBytes()) {
      return true;
    }
    tooSlow("too slow: %d bytes of updates wait".formatted(newest.offset() - at.offset()));
    return false;
  }

  @Override
  boolean writeNext(RelayedUpdate newest, Frames<RelayedUpdate> frames) {
    if (!started) {
      return start(newest);
    }
    RelayedUpdate last = position();
    // Not beyond: for what was published since, there will be another round.
    if (last == null || last.number() >= newest.number()) {
      return false;
    }
    RelayedUpdate next = last.next();
    if (next == null) {
      return false;
    }
    if (next.isBreak()) {
      leave();
      if (relay.standing() instanceof Ended(String frame)) {
        owner.ended(frame);
      } else {
        owner.interrupted(relay.spread());
      }
      return false;
    }
    Link.Batch<RelayedUpdate> batch = frames.from(next);
    moveTo(batch.last());
    write(batch);
    return true;
  }

  private boolean start(RelayedUpdate newest) {
    if (came < 0) {
      came = newest.number();
    }
    // Nothing before it is of use any more.
    moveTo(newest);
    return switch (relay.standing()) {
      case Waiting _ -> false;
      case InStep inStep -> startWith(inStep);
      case Ended(String frame) -> {
        leave();
        owner.ended(frame);
        yield false;
      }
    };
  }

  private boolean startWith(InStep inStep) {
    StartingPoint point = inStep.start();
    if (point == null || point.at().number() < came) {
      long againNanos = relay.seeToStart(inStep);
      if (!looksAgain) {
        looksAgain = true;
        after(againNanos, this::lookAgain);
      }
      return false;
    }
    started = true;
    moveTo(point.at());
    int frame = 1;
    for (ByteBuf piece : point.frame()) {
      write(piece, frame);
      frame = 0;
    }
    return true;
  }

  private void lookAgain() {
    looksAgain = false;
    writable();
  }
}
