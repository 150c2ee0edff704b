package io.github.lunostreams.simulator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket as an independent client which keeps everything it gets, in order. */
final class StreamClient implements AutoCloseable, WebSocket.Listener {
  static final String CREDENTIALS = "{\"api_key_id\":\"key\",\"api_key_secret\":\"secret\"}";

  /** How long a test waits for something that has to come: a bound for failure, not a pause. */
  static final long TIMEOUT_SECONDS = 60;

  sealed interface Event {
    record Text(String text) implements Event {}

    record Ping() implements Event {}

    record Pong(String payload) implements Event {}

    record Closed(int code, String reason) implements Event {}

    record Failed(String error) implements Event {}
  }

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final boolean reading;
  final WebSocket socket;

  private StreamClient(String url, boolean reading) {
    this.reading = reading;
    this.socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
  }

  /** Connects without saying anything. */
  static StreamClient open(Simulator simulator, String pair) {
    return new StreamClient(simulator.streamUrl() + "/api/1/stream/" + pair, true);
  }

  /** Connects and sends credentials. */
  static StreamClient join(Simulator simulator, String pair) {
    return open(simulator, pair).send(CREDENTIALS);
  }

  /** Connects, sends credentials and then never reads. */
  static StreamClient joinWithoutReading(Simulator simulator, String pair) {
    return new StreamClient(simulator.streamUrl() + "/api/1/stream/" + pair, false)
        .send(CREDENTIALS);
  }

  StreamClient send(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** The next text which is not a keepalive. */
  String text() {
    while (true) {
      switch (next()) {
        case Event.Text(String text) -> {
          if (!text.equals("\"\"")) {
            return text;
          }
        }
        case Event.Ping ping -> {}
        case Event.Pong pong -> {}
        case Event other -> throw new AssertionError("a text was expected, came " + other);
      }
    }
  }

  List<String> texts(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  Event next() {
    try {
      Event event = events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing came within " + TIMEOUT_SECONDS + " s");
      }
      return event;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The end of the connection, whatever came before it. */
  Event end() {
    while (true) {
      Event event = next();
      if (event instanceof Event.Closed || event instanceof Event.Failed) {
        return event;
      }
    }
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    if (reading) {
      webSocket.request(Long.MAX_VALUE);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      events.add(new Event.Text(partial.toString()));
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    events.add(new Event.Ping());
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
    events.add(new Event.Pong(java.nio.charset.StandardCharsets.UTF_8.decode(message).toString()));
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    events.add(new Event.Closed(statusCode, reason));
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    events.add(new Event.Failed(cause.getClass().getSimpleName()));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
