package io.github.lunostreams.benchmarks.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway of one market says of itself at {@code /readyz}.
 *
 * @param ready whether the market is live
 * @param sequence of the book
 * @param clients that listen
 * @param published updates and changes of the feed
 * @param sent frames to all clients together
 * @param conflated updates that some client got with a later one
 * @param tooSlow clients it let go
 */
public record Counters(
    boolean ready,
    long sequence,
    long clients,
    long published,
    long sent,
    long conflated,
    long tooSlow) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  /**
   * Asks a gateway.
   *
   * @param http asks
   * @param port of the gateway, on this machine
   * @return its answer
   * @throws IOException if there is none
   * @throws InterruptedException if the thread is to end
   */
  public static Counters of(HttpClient http, int port) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + "/readyz");
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
    String body = answer.body();
    return new Counters(
        answer.statusCode() == OK,
        number("sequence", body),
        number("clients", body),
        number("published", body),
        number("sent", body),
        number("conflated", body),
        number("tooSlow", body));
  }

  private static long number(String key, String body) throws IOException {
    Matcher matcher = Pattern.compile("\"" + key + "\":(\\d+)").matcher(body);
    if (!matcher.find()) {
      throw new IOException("expected '%s' in %s".formatted(key, body));
    }
    return Long.parseLong(matcher.group(1));
  }
}
