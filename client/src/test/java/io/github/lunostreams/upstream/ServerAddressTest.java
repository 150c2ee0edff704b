package io.github.lunostreams.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "wss://ws.luno.com/api/1/stream/XBTZAR, ws.luno.com,  443, true,  ws.luno.com",
    "ws://127.0.0.1:9001,                   127.0.0.1,   9001, false, 127.0.0.1:9001",
    "http://luno_sim:9001/x?y=z,            luno_sim,    9001, false, luno_sim:9001",
    "https://[2001:db8::1]:8443/,           2001:db8::1, 8443, true,  [2001:db8::1]:8443",
    "ws://[::1],                            ::1,           80, false, [::1]",
    "wss://a_b,                             a_b,          443, true,  a_b",
  })
  void isParsedFromTheAuthority(
      String address, String host, int port, boolean secure, String authority) {
    ServerAddress server = ServerAddress.of(URI.create(address));

    assertThat(server).isEqualTo(new ServerAddress(host, port, secure));
    assertThat(server.authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "ws:host",
        "ws://user:secret@host",
        "ws://host_name:70000",
        "ws://a_b:x"
      })
  void anythingElseIsRefused(String address) {
    assertThatThrownBy(() -> ServerAddress.of(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected");
  }

  @Test
  void thePortOfTheSchemeIsLeftOutOfTheAuthorityOnly() {
    ServerAddress server = ServerAddress.of(URI.create("ws://host:80"));

    assertThat(server.authority()).isEqualTo("host");
    assertThat(server.hostAndPort()).isEqualTo("host:80");
  }
}
