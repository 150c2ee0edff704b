package io.github.lunostreams.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whom it picks, of connections for which so many bytes were written and not yet sent. Netty counts
 * some bytes of its own on top of each.
 */
class OutboundMemoryLimiterTest {
  /** What Netty counts for each buffer besides its content. */
  private static final int BUFFER_OVERHEAD_BYTES = 96;

  private final List<Channel> connections = new ArrayList<>();
  private final List<Channel> told = new ArrayList<>();

  @AfterEach
  void close() {
    connections.forEach(connection -> ((EmbeddedChannel) connection).finishAndReleaseAll());
  }

  @Test
  void nobodyIsNotifiedUpToTheBound() {
    connection(100_000);
    connection(300_000);
    connection(0);

    look(401_000);

    assertThat(told).isEmpty();
  }

  @Test
  void theLargestQueuesAreNotifiedUntilTheRestIsWithinTheBound() {
    connection(100_000);
    Channel most = connection(300_000);
    Channel second = connection(200_000);
    connection(50_000);

    look(649_000);
    assertThat(told).containsExactly(most);

    told.clear();
    look(349_000);
    assertThat(told).containsExactly(second);
  }

  @Test
  void aClientIsNotifiedOnceAndThenNoLongerCounted() {
    connection(100_000);
    Channel most = connection(300_000);

    look(150_000);
    look(150_000);

    assertThat(told).containsExactly(most);
  }

  /** Netty tells only the distance to a watermark, whichever that is. */
  @Test
  void unsentBytesAreThoseNettyCountsOnBothSidesOfTheWatermarks() {
    EmbeddedChannel connection = connection(0);
    long written = 0;
    for (int size : new int[] {0, 1, 20_000, 12_000, 30_000, 10_000, 200_000}) {
      connection.write(Unpooled.buffer(Math.max(1, size)).writeZero(size));
      written += size + BUFFER_OVERHEAD_BYTES;
      assertThat(OutboundMemoryLimiter.unsentBytes(connection)).isEqualTo(written);
    }
    assertThat(connection.isWritable()).isFalse();
    connection.flush();
    assertThat(connection.isWritable()).isTrue();
    assertThat(OutboundMemoryLimiter.unsentBytes(connection)).isZero();
    connection.write(Unpooled.buffer(1).writeZero(1));
    connection.close();
    assertThat(OutboundMemoryLimiter.unsentBytes(connection)).isZero();
  }

  private EmbeddedChannel connection(int waiting) {
    EmbeddedChannel connection =
        new EmbeddedChannel(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                assertThat(event).isEqualTo(ServerSignal.OUTBOUND_MEMORY_EXCEEDED);
                told.add(context.channel());
              }
            });
    if (waiting > 0) {
      connection.write(Unpooled.buffer(waiting).writeZero(waiting));
    }
    connections.add(connection);
    return connection;
  }

  private void look(long bound) {
    new OutboundMemoryLimiter(connections, new Limits.GlobalLimits(1, bound)).run();
    connections.forEach(connection -> ((EmbeddedChannel) connection).runPendingTasks());
  }
}
