package io.github.lunostreams.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An HTTP server on loopback that says the same to everyone, word by word, or part of it. */
final class CannedServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] answer;

  /** The first line of each request that came. */
  final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

  /** Answers every request and leaves the connection open. */
  CannedServer(String answer) throws IOException {
    this.answer = answer.getBytes(StandardCharsets.UTF_8);
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("canned-server").start(this::accept);
  }

  static CannedServer withBody(String body) throws IOException {
    return new CannedServer(
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().name("canned-answer").start(() -> serve(socket));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String line = lines.readLine();
      while (line != null) {
        requests.add(line);
        while (line != null && !line.isEmpty()) {
          line = lines.readLine();
        }
        socket.getOutputStream().write(answer);
        line = lines.readLine();
      }
    } catch (IOException e) {
      requests.add("broken: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
