package io.github.lunostreams.rest;

import io.github.lunostreams.net.JvmProxies;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Over the JDK's client. The whole call's timeout is the caller's: it interrupts. */
final class HttpTransport implements RestTransport {
  private final JvmProxies proxies = new JvmProxies();
  private final HttpClient client;

  HttpTransport(URI base, Duration connectTimeout) {
    // SOCKS needs a tunnel, and the client makes one for https only.
    boolean tunnels = "https".equals(base.getScheme());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .proxy(tunnels ? proxies : ProxySelector.getDefault())
            .build();
  }

  @Override
  public Answer get(URI address) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .header("User-Agent", "luno-streams")
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return new Answer(response.statusCode(), body.readNBytes(MAX_BODY_BYTES + 1));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    proxies.close();
  }
}
