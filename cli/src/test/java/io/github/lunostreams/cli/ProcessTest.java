package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The program as its users run it: a process with an exit code, two streams and signals. */
class ProcessTest {
  private static final Map<String, String> KEY =
      Map.of("LUNO_API_KEY_ID", "kd8f3hs92jd0s", "LUNO_API_KEY_SECRET", "dGhpc2lzbm90YXNlY3JldA");

  private static Simulator exchange() throws IOException {
    return Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").pair("XBTUSDT").build());
  }

  private static Subprocess serve(String url, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("serve", "--port=0", "--luno-url=" + url));
    args.addAll(List.of(more));
    return Subprocess.start(KEY, List.of(), args.toArray(String[]::new));
  }

  private static String page(int port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void serveSaysOnceThatItListensAndOnSigtermClosesClientsWith1001AndExits0() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve = serve(exchange.streamUrl(), "ETHUSDT", "xbtusdt");
        Client client = Client.connect(serve.awaitReady(), "/ethusdt")) {
      assertThat(client.firstMessage()).contains("\"bids\":[", "\"asks\":[");

      assertThat(serve.terminate()).isZero();

      assertThat(client.closeCode()).isEqualTo(1001);
      assertThat(serve.out()).hasSize(1);
      assertThat(serve.err()).isEmpty();
    }
  }

  @Test
  void aStandardErrorThatNobodyReadsHoldsUpNeitherClientsNorTheEnd() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve =
            Subprocess.startWithoutReadingErrors(
                KEY,
                "serve",
                "--port=0",
                "--luno-url=" + exchange.streamUrl(),
                "--log-level=TRACE",
                "ETHUSDT")) {
      int port = serve.awaitReady();
      // Each of them logs more than a hundred lines: a pipe takes 64 kB.
      for (int i = 0; i < 40; i++) {
        try (Client client = Client.connect(port, "/ethusdt")) {
          assertThat(client.firstMessage()).contains("\"bids\":[");
        }
      }

      assertThat(serve.terminate()).isZero();
    }
  }

  @Test
  void controlCEndsItLikeSigterm() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve = serve(exchange.streamUrl(), "ETHUSDT")) {
      serve.awaitReady();

      assertThat(serve.interrupt()).isZero();
    }
  }

  @Test
  void thePythonToolsFormServesTooAndWarnsOnce() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve =
            Subprocess.start(
                "kd8f3hs92jd0s",
                "dGhpc2lzbm90YXNlY3JldA",
                "ETHUSDT",
                "-p",
                "0",
                "-d",
                "2",
                "-l",
                "WARNING",
                "--luno-url",
                exchange.streamUrl());
        Client client = Client.connect(serve.awaitReady(), "/ETHUSDT")) {
      assertThat(client.firstMessage()).contains("\"bids\":[");
      assertThat(serve.terminate()).isZero();
      assertThat(serve.err())
          .singleElement()
          .asString()
          .contains("can be read by every user", "LUNO_API_KEY_ID", "LUNO_API_KEY_SECRET");
    }
  }

  @Test
  void whenEveryPairIsRefusedItExits1WithTheExchangesErrors() throws Exception {
    SimulatorConfig picky =
        SimulatorConfig.builder().pair("ETHUSDT").credentials("another", "key").build();
    try (Simulator exchange = Simulator.start(picky);
        Subprocess serve = serve(exchange.streamUrl(), "--log-level=CRITICAL", "ETHUSDT")) {
      assertThat(serve.awaitExit()).isEqualTo(1);
      assertThat(serve.err())
          .anyMatch(line -> line.contains("every pair failed: ETHUSDT REFUSED"))
          .anyMatch(line -> line.contains("invalid_credentials"))
          .last()
          .isEqualTo("hint: check the key's id and secret");
    }
  }

  @Test
  void withAllPairsItGoesOnAlsoWhenEveryPairNamedIsRefused() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve = serve(exchange.streamUrl(), "--all-pairs", "NOPEZAR")) {
      int port = serve.awaitReady();
      assertThat(serve.awaitError("NOPEZAR: failed")).contains("invalid_market");
      try (Client client = Client.connect(port, "/ETHUSDT")) {
        assertThat(client.firstMessage()).contains("\"bids\":[");
      }
      assertThat(serve.terminate()).isZero();
    }
  }

  @Test
  void anUnreachableExchangeIsTriedAgainAndAgain() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (Subprocess serve =
        serve("ws://127.0.0.1:" + nobody, "ETHUSDT", "--backoff-base=50ms", "--backoff-cap=50ms")) {
      serve.awaitReady();
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThat(serve.awaitError("CONNECT_FAILED")).contains("BACKING_OFF");
      }
      assertThat(serve.isAlive()).isTrue();
      assertThat(serve.terminate()).isZero();
    }
  }

  @Test
  void aPortInUseEndsItWith1InTwoLines() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "--port=" + taken.getLocalPort();
      for (String command : new String[] {"serve", "simulate"}) {
        try (Subprocess process = Subprocess.start(KEY, List.of(), command, port, "ETHUSDT")) {
          assertThat(process.awaitExit()).isEqualTo(1);
          assertThat(process.out()).isEmpty();
          assertThat(process.err()).hasSize(2);
          assertThat(process.err().getFirst())
              .contains("127.0.0.1:" + taken.getLocalPort(), "in use");
        }
      }
    }
  }

  @Test
  void anAddressOfAnotherMachineEndsItWith1() throws Exception {
    try (Subprocess serve =
        Subprocess.start(KEY, List.of(), "serve", "ETHUSDT", "--port=0", "--address=192.0.2.1")) {
      assertThat(serve.awaitExit()).isEqualTo(1);
      assertThat(serve.err()).hasSize(2).last().asString().contains("--address");
    }
  }

  @Test
  void appServesThePageOnBothPorts() throws Exception {
    try (Simulator exchange = exchange();
        Subprocess serve = serve(exchange.streamUrl(), "ETHUSDT", "--app", "--app-port=0")) {
      int port = serve.awaitReady();
      String page = serve.awaitError("page on http://127.0.0.1:");
      int appPort = Integer.parseInt(page.replaceAll(".*:(\\d+)/$", "$1"));
      assertThat(page(port)).contains("<title>").isEqualTo(page(appPort));
      try (Client client = Client.connect(appPort, "/ETHUSDT")) {
        assertThat(client.firstMessage()).contains("\"bids\":[");
      }
      assertThat(serve.terminate()).isZero();
    }
  }

  @Test
  void theDemoNeedsNoArgumentsAndPrintsWhatToTry() throws Exception {
    try (Subprocess demo = Subprocess.start("demo", "--port=0", "--pairs=ETHUSDT,XBTUSDT")) {
      int port = demo.awaitReady();
      demo.awaitError("open in a browser: http://127.0.0.1:" + port + "/");
      demo.awaitError("ws://127.0.0.1:" + port + "/ETHUSDT");
      assertThat(page(port)).contains("<title>");
      try (Client client = Client.connect(port, "/xbtusdt")) {
        assertThat(client.firstMessage()).contains("\"bids\":[", "\"source\":\"simulated\"");
        assertThat(demo.terminate()).isZero();
        assertThat(client.closeCode()).isEqualTo(1001);
      }
      assertThat(demo.out()).hasSize(1);
    }
  }

  @Test
  void theSimulatorAloneAnswersAndEndsOnSigterm() throws Exception {
    try (Subprocess simulate = Subprocess.start("simulate", "--port=0", "--rate=0", "ETHUSDT");
        HttpClient http = HttpClient.newHttpClient()) {
      int port = simulate.awaitReady();
      HttpResponse<String> markets =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/api/exchange/1/markets"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(markets.body()).contains("ETHUSDT");
      assertThat(simulate.terminate()).isZero();
    }
  }

  @Test
  void theExitCodesAreThoseOfTheProcess() throws Exception {
    try (Subprocess version = Subprocess.start("--version");
        Subprocess mistyped = Subprocess.start("serv", "XBTZAR", "ETHZAR")) {
      assertThat(version.awaitExit()).isZero();
      assertThat(version.out()).singleElement().asString().startsWith("luno-streams ");
      assertThat(version.err()).isEmpty();
      assertThat(mistyped.awaitExit()).isEqualTo(2);
      assertThat(mistyped.err()).hasSize(2);
    }
  }
}
