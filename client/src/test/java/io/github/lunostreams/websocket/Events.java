package io.github.lunostreams.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.upstream.Connection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records what a connection's listener is called with, as text. */
final class Events implements Connection.Listener {
  static final long TIMEOUT_SECONDS = 30;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final String greeting;

  Events() {
    this("");
  }

  /** Sends a text as soon as the connection is open. */
  Events(String greeting) {
    this.greeting = greeting;
  }

  @Override
  public void onOpen(Connection connection) {
    events.add("open");
    if (!greeting.isEmpty()) {
      connection.sendText(greeting);
    }
  }

  @Override
  public void onText(byte[] utf8) {
    events.add("text " + new String(utf8, UTF_8));
  }

  @Override
  public void onPong() {
    events.add("pong");
  }

  @Override
  public void onClosed(int code, String reason) {
    events.add("closed " + code + " " + reason);
  }

  @Override
  public void onFailed(Throwable failure) {
    failures.add(failure);
    events.add("failed " + failure.getMessage());
  }

  /** Waits for the next event. */
  String next() throws InterruptedException {
    String event = events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("an event").isNotNull();
    return event;
  }

  /** Of the last event, which was a failure. */
  Throwable failure() throws InterruptedException {
    return failures.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }
}
