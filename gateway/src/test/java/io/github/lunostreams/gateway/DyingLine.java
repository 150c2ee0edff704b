package io.github.lunostreams.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to a server that can die as a real one does: nothing gets through any more, and nobody is
 * told. Connections that were there when it died, or were made while it was dead, stay dead when it
 * is mended; later ones work.
 */
final class DyingLine implements AutoCloseable {
  private final ServerSocket entrance;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** What connections are part of; another object from each death on. */
  private volatile Life life = new Life();

  private static final class Life {
    private volatile boolean over;
  }

  /** A line to a server on this machine. */
  DyingLine(int serverPort) throws IOException {
    this.serverPort = serverPort;
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort() + "/");
  }

  void die() {
    life.over = true;
  }

  void mend() {
    life = new Life();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        sockets.add(client);
        Life itsLife = life;
        if (!itsLife.over) {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
          sockets.add(server);
          Thread.ofVirtual().start(() -> forward(client, server, itsLife));
          Thread.ofVirtual().start(() -> forward(server, client, itsLife));
        }
      }
    } catch (IOException closed) {
      // The test is over, or the server is gone, which the test will notice.
    }
  }

  private static void forward(Socket from, Socket to, Life life) {
    byte[] bytes = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); !life.over; read = in.read(bytes)) {
        if (read < 0) {
          to.close();
          return;
        }
        out.write(bytes, 0, read);
      }
    } catch (IOException ended) {
      if (!life.over) {
        close(from);
        close(to);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is closed nevertheless.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    sockets.forEach(DyingLine::close);
  }
}
