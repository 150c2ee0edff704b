package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.gateway.access.Limits;
import io.github.lunostreams.gateway.access.LunoLimits;
import io.github.lunostreams.testkit.Frames;
import io.github.lunostreams.testkit.ScriptedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

/** No buffer is lost, however clients come, lag and go; every one is watched in these tests. */
class LeakTest {
  @Test
  void noBufferIsLost() throws Exception {
    clientsComeAndGo();
    assertThat(Leaks.found()).isEmpty();
  }

  @Test
  void aLostBufferWouldBeNoticed() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    assertThat(Leaks.found()).isEmpty();
    lose();
    assertThat(Leaks.found()).singleElement().asString().contains("ByteBuf", "LeakTest.lose");
  }

  private static void lose() {
    ByteBuf lost = ByteBufAllocator.DEFAULT.directBuffer(16);
    lost.writeByte(1);
  }

  private static void clientsComeAndGo() throws Exception {
    Limits limits =
        Limits.builder()
            .writeBytes(8 << 10)
            .socketSendBytes(4 << 10)
            .backlog(8)
            .pendingTrades(50)
            .pendingTradeBytes(1 << 20)
            .luno(LunoLimits.builder().backlogBytes(100 << 10).build())
            .build();
    try (GatewayFixture fixture =
        GatewayFixture.with(config -> config.pair("XBTZAR").limits(limits))) {
      ScriptedConnection exchange = fixture.accept("XBTZAR");
      TestClient steady = fixture.client("/XBTZAR");
      steady.joined();
      fixture.client("/api/1/stream/XBTZAR").sendText(LunoClient.CREDENTIALS);
      exchange.send(Frames.snapshot(1, "b1 100 100000, b2 99.123456 0.12345678", ""));
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
        exchange.send(Frames.trade(1 + i, Frames.fill(i, "b1", "1", "100")));
        steady.nextText();
      }
    }
  }
}
