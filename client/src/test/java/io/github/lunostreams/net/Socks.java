package io.github.lunostreams.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A SOCKS 5 server without authentication, which remembers where it was sent. */
public final class Socks implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> targets = new LinkedBlockingQueue<>();

  /** Listens on loopback. */
  public Socks() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      in.skipNBytes(1);
      in.skipNBytes(in.readUnsignedByte());
      client.getOutputStream().write(new byte[] {5, 0});
      in.skipNBytes(3);
      int kind = in.readUnsignedByte();
      String host =
          kind == 3
              ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII)
              : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
      int port = in.readUnsignedShort();
      targets.add(host + ":" + port);
      // Whatever the name: this proxy knows where the exchange of the test is.
      try (Socket beyond = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        Thread back = Thread.ofVirtual().start(() -> pass(beyond, client));
        pass(client, beyond);
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      // The test is over, or looks at what did not happen.
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone.
    }
  }

  /** How to get here. */
  public Proxy proxy() {
    return new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress());
  }

  /** The {@code host:port} of each connection that was asked for. */
  public BlockingQueue<String> targets() {
    return targets;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
