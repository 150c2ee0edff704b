package io.github.lunostreams.rest;

import io.github.lunostreams.net.JvmProxies;
import io.github.lunostreams.net.RetryAfter;
import io.github.lunostreams.upstream.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
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
        HttpRequest.newBuilder(known(address))
            .header("Accept", "application/json")
            .header("User-Agent", "luno-streams")
            .build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      return new Answer(
          response.statusCode(),
          body.readNBytes(MAX_BODY_BYTES + 1),
          RetryAfter.parse(header(response, "Retry-After"), header(response, "Date")));
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("").strip();
  }

  /**
   * An address that the JDK's client takes: it knows no host name with an underscore, as Docker
   * gives to services. Without TLS the name's own address does as well.
   */
  private static URI known(URI address) throws IOException {
    if (address.getHost() != null) {
      return address;
    }
    ServerAddress server = ServerAddress.of(address);
    if (server.secure()) {
      throw new IOException(
          "expected a host name without an underscore for https, got " + server.host());
    }
    String ip = InetAddress.getByName(server.host()).getHostAddress();
    ServerAddress resolved = new ServerAddress(ip, server.port(), false);
    return URI.create(
        address.toString().replace(address.getRawAuthority(), resolved.hostAndPort()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    proxies.close();
  }
}
