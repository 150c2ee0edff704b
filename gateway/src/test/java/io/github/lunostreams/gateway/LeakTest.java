package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.lunostreams.gateway.ScriptedExchange.Session;
import io.github.lunostreams.gateway.fanout.Limits;
import io.github.lunostreams.gateway.fanout.RelayLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No buffer is lost, however clients come, lag and go; every one is watched in these tests. */
class LeakTest {
  @Test
  void noBufferIsLost() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    ListAppender<ILoggingEvent> reports = new ListAppender<>();
    reports.start();
    logger.addAppender(reports);
    try {
      clientsComeAndGo();
      // A leak is seen when the lost buffer is collected and another is allocated after that.
      for (int i = 0; i < 10; i++) {
        System.gc();
        ByteBuf probe = ByteBufAllocator.DEFAULT.directBuffer(16);
        probe.release();
      }
      assertThat(reports.list).isEmpty();
    } finally {
      logger.detachAppender(reports);
    }
  }

  private static void clientsComeAndGo() throws Exception {
    Limits limits =
        Limits.DEFAULT
            .withBuffers(8 << 10, 4 << 10)
            .withSlowClients(8, 50, 1 << 20, Duration.ofSeconds(30))
            .withRelay(RelayLimits.DEFAULT.withBacklog(100 << 10));
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      Session exchange = fixture.exchange.accept("XBTZAR");
      TestClient steady = fixture.client("/XBTZAR");
      steady.nextText();
      fixture.client("/api/1/stream/XBTZAR").sendText(LunoClient.CREDENTIALS);
      exchange.snapshot(1, "b1,100,100000 b2,99.123456,0.12345678", "");
      steady.nextText();
      for (int i = 1; i <= 2_000; i++) {
        if (i % 50 == 0) {
          TestClient client = fixture.client(i % 100 == 0 ? "/XBTZAR" : "/nope", 4 << 10);
          client.sendText("hello");
          TestClient luno = fixture.client("/api/1/stream/XBTZAR", 4 << 10);
          luno.sendText(i % 100 == 0 ? LunoClient.CREDENTIALS : "hello");
          if (i % 200 == 0) {
            client.close();
          }
          fixture.get("/readyz");
          fixture.get("/nope");
        }
        exchange.trade(1 + i, i, "b1", "1", "100");
        steady.nextText();
      }
    }
  }
}
