package io.github.lunostreams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No output may contain the key, from wherever it was read. */
class SecretsTest {
  private static final String ID = "kd8f3hs92jd0s";
  private static final String SECRET = "hN3-kQx_72mPzV0aYtRw9sLbE4cJfUoGdXiB8nSqKv1";

  /** Everything the JDK's HTTP client and sockets can be made to log. */
  private static final List<String> TALKATIVE =
      List.of(
          "-Djdk.httpclient.HttpClient.log=all",
          "-Djdk.internal.httpclient.debug=true",
          "-Djdk.internal.httpclient.websocket.debug=true",
          "-Djdk.internal.httpclient.hpack.debug=true");

  @TempDir private Path directory;

  enum Form {
    ARGUMENTS,
    ENVIRONMENT,
    FILE
  }

  private Subprocess serve(Form form, String url) throws IOException {
    List<String> args = new ArrayList<>();
    Map<String, String> environment = Map.of();
    switch (form) {
      case ARGUMENTS -> args.addAll(List.of(ID, SECRET));
      case ENVIRONMENT -> {
        args.add("serve");
        environment = Map.of("LUNO_API_KEY_ID", ID, "LUNO_API_KEY_SECRET", SECRET);
      }
      case FILE -> {
        Path file = Files.createFile(directory.resolve("key"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, "LUNO_API_KEY_ID=" + ID + "\nLUNO_API_KEY_SECRET=" + SECRET + "\n");
        args.addAll(List.of("serve", "--credentials", file.toString()));
      }
    }
    args.addAll(List.of("ETHUSDT", "--port=0", "--log-level=TRACE", "--luno-url=" + url));
    return Subprocess.start(environment, TALKATIVE, args.toArray(String[]::new));
  }

  private static void assertNothingLeaked(Subprocess process) {
    assertThat(process.out()).noneMatch(SecretsTest::holdsKey);
    assertThat(process.err()).isNotEmpty().noneMatch(SecretsTest::holdsKey);
  }

  private static boolean holdsKey(String line) {
    return line.contains(SECRET) || line.contains(ID);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aRefusedKeyIsNowhereEvenIfTheExchangeRepeatsIt(Form form) throws Exception {
    try (Simulator exchange = Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").build())) {
      exchange
          .market("ETHUSDT")
          .inject(
              new Fault.RefuseSession(
                  "invalid_credentials", "unknown key " + ID + " with " + SECRET, 1));
      try (Subprocess serve = serve(form, exchange.streamUrl())) {
        assertThat(serve.awaitExit()).isEqualTo(1);
        assertThat(serve.err()).anyMatch(line -> line.contains("unknown key «hidden»"));
        assertNothingLeaked(serve);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void anAcceptedKeyIsNowhere(Form form) throws Exception {
    try (Simulator exchange = Simulator.start(SimulatorConfig.builder().pair("ETHUSDT").build());
        Subprocess serve = serve(form, exchange.streamUrl())) {
      serve.awaitError("ETHUSDT: live");
      assertThat(serve.terminate()).isZero();
      assertNothingLeaked(serve);
    }
  }
}
