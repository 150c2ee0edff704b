package io.github.lunostreams.benchmarks.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * A websocket server on loopback that sends a number of text messages as fast as its client takes
 * them, and closes. It costs next to nothing: the bytes are made before.
 */
final class FloodServer implements AutoCloseable {
  static final int MESSAGE_BYTES = 185;

  private static final int MESSAGES_A_CHUNK = 512;
  private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe8};
  private static final String KEY = "sec-websocket-key:";

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final int chunks;
  private final byte[] chunk;

  /** Sends at least so many messages to each client. */
  FloodServer(int messages) throws IOException {
    chunks = (messages + MESSAGES_A_CHUNK - 1) / MESSAGES_A_CHUNK;
    byte[] frame = new byte[4 + MESSAGE_BYTES];
    frame[0] = (byte) 0x81;
    frame[1] = 126;
    frame[3] = (byte) MESSAGE_BYTES;
    java.util.Arrays.fill(frame, 4, frame.length, (byte) 'x');
    chunk = new byte[frame.length * MESSAGES_A_CHUNK];
    for (int i = 0; i < MESSAGES_A_CHUNK; i++) {
      System.arraycopy(frame, 0, chunk, i * frame.length, frame.length);
    }
    Thread.ofPlatform().daemon().name("flood").start(this::serve);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  /** How many messages each client gets. */
  int messages() {
    return chunks * MESSAGES_A_CHUNK;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        OutputStream out = client.getOutputStream();
        out.write(handshake(client).getBytes(US_ASCII));
        for (int i = 0; i < chunks; i++) {
          out.write(chunk);
        }
        out.write(CLOSE);
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException ended) {
        // The client has let go, or the server is closed.
      }
    }
  }

  private static String handshake(Socket client) throws IOException {
    BufferedReader request =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    String key = "";
    for (String line = request.readLine();
        line != null && !line.isEmpty();
        line = request.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(KEY)) {
        key = line.substring(KEY.length()).strip();
      }
    }
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accepted(key));
  }

  private static String accepted(String key) {
    try {
      String text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
