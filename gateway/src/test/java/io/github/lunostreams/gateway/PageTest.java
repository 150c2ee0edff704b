package io.github.lunostreams.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.lunostreams.gateway.resources.Site;
import io.github.lunostreams.simulator.Simulator;
import io.github.lunostreams.simulator.SimulatorConfig;
import io.github.lunostreams.simulator.market.FlowMix;
import io.github.lunostreams.upstream.Credentials;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The page in a real browser, on a simulated exchange; what the person does there is in {@code
 * web/e2e}. Screenshots are in {@code target/page}.
 *
 * <p>Skipped where there is no browser or no page, but for CI, which is to have both.
 */
@Tag("foreign")
@Timeout(180)
class PageTest {
  private static final List<String> PAIRS =
      List.of("XBTZAR", "XBTUSDT", "ETHZAR", "ETHUSDT", "ETHAUD");
  private static final Path WEB = Path.of(System.getProperty("luno.streams.root"), "web");

  private Path node;
  private Path chromium;

  @BeforeEach
  void lookForPrograms() {
    node = needed("node on the PATH", onPath("node"));
    chromium =
        needed(
            "Chromium on the PATH (Debian's package chromium)",
            onPath("chromium", "chromium-browser", "google-chrome"));
    needed("the page in the build", built() ? WEB : null);
    needed(
        "what npm installs for the page",
        Files.isDirectory(WEB.resolve("node_modules/playwright-core")) ? WEB : null);
  }

  @Test
  void aPersonSeesTheMarketAndItComesBackAfterTheGatewayWasGone() throws Exception {
    try (Simulator exchange = exchange()) {
      Gateway gateway = gateway(exchange, 0);
      int port = gateway.port();
      try (Person person = new Person("page.mjs", gateway.url())) {
        person.asks("down");
        gateway.close();
        person.answer("gone");
        person.asks("up");
        gateway = gateway(exchange, port);
        person.answer("there");
        person.isContent();
      } finally {
        gateway.close();
      }
    }
  }

  @Test
  void aLineThatDiesWithoutAnEndIsNoticedAndThePageComesBack() throws Exception {
    try (Simulator exchange = exchange();
        Gateway gateway = gateway(exchange, 0);
        DyingLine line = new DyingLine(gateway.port());
        Person person = new Person("half-open.mjs", line.url())) {
      person.asks("die");
      line.die();
      person.answer("dead");
      person.asks("mend");
      line.mend();
      person.answer("mended");
      person.isContent();
    }
  }

  @Test
  void everyStateOfAMarketIsShownWithItsWords() throws Exception {
    try (Simulator exchange = exchange();
        Gateway gateway = gateway(exchange, 0);
        Person person = new Person("states.mjs", gateway.url())) {
      person.isContent();
    }
  }

  /** A script that drives the browser, and asks for what it cannot do itself. */
  private final class Person implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final Writer answers;

    Person(String script, URI url) throws IOException {
      Path screenshots = Files.createDirectories(Path.of("target", "page").toAbsolutePath());
      process =
          new ProcessBuilder(
                  node.toString(),
                  WEB.resolve("e2e").resolve(script).toString(),
                  url.toString(),
                  chromium.toString(),
                  screenshots.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      said = process.inputReader(StandardCharsets.UTF_8);
      answers = process.outputWriter(StandardCharsets.UTF_8);
    }

    void asks(String what) throws IOException {
      assertThat(said.readLine()).isEqualTo(what);
    }

    void answer(String what) throws IOException {
      answers.append(what).append('\n').flush();
    }

    void isContent() throws IOException, InterruptedException {
      assertThat(said.readLine()).isNull();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("what was wrong is above").isZero();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Busier than the real one, so that trades come while somebody looks. */
  private static Simulator exchange() throws IOException {
    return Simulator.start(
        SimulatorConfig.builder()
            .seed(11)
            .rate(50)
            .mix(new FlowMix(600, 100, 5, 2, 0))
            .pairs(PAIRS)
            .build());
  }

  private static Gateway gateway(Simulator exchange, int port) throws BindException {
    return Gateway.start(
        GatewayConfig.builder()
            .port(port)
            .app(true)
            .streamUrl(URI.create(exchange.streamUrl()))
            .credentials(new Credentials("key", "secret"))
            .pairs(PAIRS)
            .depth(100)
            .build());
  }

  private static boolean built() {
    return Site.class.getResource("/site/files.txt") != null;
  }

  private static Path onPath(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static Path needed(String what, Path found) {
    if (found == null) {
      if ("true".equals(System.getenv("CI"))) {
        fail("expected %s, found none", what);
      }
      System.err.println("SKIPPED: the page in a browser, for want of " + what);
      Assumptions.abort("no " + what);
    }
    return found;
  }
}
