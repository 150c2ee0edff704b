package io.github.lunostreams.gateway;

import io.github.lunostreams.gateway.TestClient.Frame;
import io.github.lunostreams.gateway.TestClient.Ping;
import io.github.lunostreams.gateway.TestClient.Text;
import java.io.IOException;

/** A client of the gateway's Luno-compatible stream. */
final class LunoClient {
  static final String CREDENTIALS = "{\"api_key_id\":\"mykey\",\"api_key_secret\":\"mysecret\"}";

  private LunoClient() {}

  static TestClient connect(int port, String pair) throws IOException {
    TestClient client = TestClient.connect(port, "/api/1/stream/" + pair);
    client.sendText(CREDENTIALS);
    return client;
  }

  /** The next frame that is no keepalive. */
  static Frame next(TestClient client) throws IOException {
    while (true) {
      Frame frame = client.next();
      if (!(frame instanceof Ping)
          && !(frame instanceof Text(String text) && text.equals("\"\""))) {
        return frame;
      }
    }
  }
}
