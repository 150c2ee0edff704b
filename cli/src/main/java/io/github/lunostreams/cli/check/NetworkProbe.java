package io.github.lunostreams.cli.check;

import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.upstream.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connects to a server step by step, and measures each step: name, connection, encryption. */
final class NetworkProbe {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final ServerAddress server;
  private final List<Finding> findings = new ArrayList<>();

  private NetworkProbe(URI url) {
    server = ServerAddress.of(url);
  }

  /** Findings up to the first step that fails. */
  static List<Finding> probe(URI url) throws InterruptedException {
    NetworkProbe probe = new NetworkProbe(url);
    probe.run();
    return List.copyOf(probe.findings);
  }

  private void run() throws InterruptedException {
    InetSocketAddress proxy = proxy();
    String via = proxy == null ? "" : " (the proxy)";
    String host = proxy == null ? server.host() : proxy.getHostString();
    int port = proxy == null ? server.port() : proxy.getPort();

    long start = System.nanoTime();
    InetAddress[] addresses;
    try {
      addresses = resolve(host);
    } catch (IOException e) {
      failed("dns", "%s%s has no address: %s".formatted(host, via, e.getMessage()));
      return;
    }
    done(
        "dns",
        start,
        "%s%s is %s%s".formatted(host, via, addresses[0].getHostAddress(), more(addresses)));

    start = System.nanoTime();
    // To the proxy itself, if there is one.
    try (Socket socket = connected(addresses, port)) {
      done("tcp", start, "port %s%s".formatted(port, via));
      if (!server.secure()) {
        findings.add(Finding.of("tls", Outcome.UNKNOWN, "not encrypted"));
      } else if (proxy != null) {
        findings.add(Finding.of("tls", Outcome.UNKNOWN, "not looked at through a proxy"));
      } else {
        encrypt(socket);
      }
    } catch (IOException e) {
      failed("tcp", "%s%s, port %s: %s".formatted(host, via, port, reason(e)));
    }
  }

  /** To the first of the addresses that answers. */
  private static Socket connected(InetAddress[] addresses, int port) throws IOException {
    IOException failure = new IOException("no address");
    for (InetAddress address : addresses) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private static String more(InetAddress[] addresses) {
    return addresses.length == 1 ? "" : " and %s more".formatted(addresses.length - 1);
  }

  /** The JVM's proxy for the server; null for none. */
  private @Nullable InetSocketAddress proxy() {
    ProxySelector selector = ProxySelector.getDefault();
    URI asHttp = URI.create((server.secure() ? "https://" : "http://") + server.authority() + "/");
    List<Proxy> proxies = selector == null ? List.of() : selector.select(asHttp);
    return !proxies.isEmpty()
            && proxies.getFirst().type() != Proxy.Type.DIRECT
            && proxies.getFirst().address() instanceof InetSocketAddress address
        ? address
        : null;
  }

  /** The JDK's own call may take long and cannot be interrupted. */
  private static InetAddress[] resolve(String host) throws IOException, InterruptedException {
    ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    try {
      Future<InetAddress[]> answer = thread.submit(() -> InetAddress.getAllByName(host));
      return answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + TIMEOUT_MILLIS + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("unknown host", e);
    } finally {
      thread.shutdownNow();
    }
  }

  private void encrypt(Socket socket) {
    long start = System.nanoTime();
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket encrypted =
        (SSLSocket) factory.createSocket(socket, server.host(), server.port(), true)) {
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.setSoTimeout(TIMEOUT_MILLIS);
      encrypted.startHandshake();
      done("tls", start, encrypted.getSession().getProtocol());
    } catch (IOException e) {
      failed("tls", reason(e));
    }
  }

  private static String reason(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private void done(String name, long startNanos, String detail) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    findings.add(
        Finding.of(name, Outcome.OK, Figures.millis(micros) + ", " + detail)
            .with("micros", micros));
  }

  private void failed(String name, String detail) {
    findings.add(Finding.of(name, Outcome.FAILED, detail));
  }
}
