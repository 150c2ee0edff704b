package io.github.lunostreams.cli.commands;

import io.github.lunostreams.book.Pair;
import io.github.lunostreams.cli.check.Checkup;
import io.github.lunostreams.cli.check.Finding;
import io.github.lunostreams.cli.check.Finding.Outcome;
import io.github.lunostreams.cli.commands.TextTable.Align;
import io.github.lunostreams.cli.options.Converters;
import io.github.lunostreams.cli.options.CredentialOptions;
import io.github.lunostreams.cli.options.ExchangeOptions;
import io.github.lunostreams.cli.options.PairArguments;
import io.github.lunostreams.cli.options.QuietLogOptions;
import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Shutdown;
import io.github.lunostreams.upstream.Credentials;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code check PAIR…}: examines connection, feed and book, and reports. */
@Command(
    name = "check",
    description =
        "Looks at the way to the exchange, follows markets for a while, compares their books with"
            + " REST, and reports what it found: a table for each market and a verdict. Exit code 0"
            + " if all is well, else 1.")
public final class CheckCommand implements Callable<Integer> {
  private final Console console;
  private final Shutdown shutdown;

  @Parameters(
      paramLabel = PairArguments.LABEL,
      arity = "0..*",
      split = "[,\\s]+",
      hideParamSyntax = true,
      showDefaultValue = Visibility.NEVER,
      description = "The markets to follow, such as XBTZAR.")
  private List<String> pairs = new ArrayList<>();

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      converter = Converters.Seconds.class,
      defaultValue = "30",
      description =
          "How long to follow them; the keepalives of a quiet market need 25 (${DEFAULT-VALUE}).")
  private Duration seconds = Duration.ZERO;

  @Option(names = "--json", description = "Print a JSON object instead of tables.")
  private boolean json;

  @Mixin private final CredentialOptions key = new CredentialOptions();
  @Mixin private final ExchangeOptions exchange = new ExchangeOptions();
  @Mixin private final QuietLogOptions log = new QuietLogOptions();

  /**
   * The command.
   *
   * @param console its streams
   * @param shutdown closes what it opens
   */
  public CheckCommand(Console console, Shutdown shutdown) {
    this.console = console;
    this.shutdown = shutdown;
  }

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    List<Pair> wanted = PairArguments.atLeastOne(pairs);
    Credentials credentials = key.credentials(console);
    console
        .err()
        .println(
            "checking %s on %s for %s s …"
                .formatted(
                    wanted.stream().map(Pair::code).collect(Collectors.joining(" ")),
                    exchange.streamUrl(),
                    seconds.toSeconds()));
    Map<Pair, List<Finding>> found =
        shutdown
            .closing(
                new Checkup(exchange.streamUrl(), exchange.restUrl(), credentials, wanted, seconds))
            .run();
    boolean well = with(found, Outcome.FAILED).isEmpty();
    if (json) {
      console.out().println(json(found, well));
    } else {
      found.forEach(this::table);
      console.out().println(verdict(found));
      suggestPairs(found);
    }
    console.out().flush();
    return well ? 0 : 1;
  }

  private void table(Pair pair, List<Finding> findings) {
    TextTable table = new TextTable(Align.LEFT, Align.LEFT, Align.LEFT);
    for (Finding finding : findings) {
      table.row("  " + finding.name(), word(finding.outcome()), Console.oneLine(finding.detail()));
    }
    console.out().println(pair);
    table.lines().forEach(console.out()::println);
    console.out().println();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case OK -> "ok";
      case WARNING -> "warn";
      case FAILED -> "FAIL";
      case UNKNOWN -> "-";
    };
  }

  private static List<String> with(Map<Pair, List<Finding>> found, Outcome outcome) {
    return found.entrySet().stream()
        .flatMap(
            pair ->
                pair.getValue().stream()
                    .filter(finding -> finding.outcome() == outcome)
                    .map(finding -> pair.getKey() + " " + finding.name()))
        .toList();
  }

  private static String verdict(Map<Pair, List<Finding>> found) {
    List<String> failed = with(found, Outcome.FAILED);
    List<String> warnings = with(found, Outcome.WARNING);
    if (!failed.isEmpty()) {
      return "not well: " + String.join(", ", failed);
    }
    return warnings.isEmpty() ? "all is well" : "well, but see: " + String.join(", ", warnings);
  }

  private void suggestPairs(Map<Pair, List<Finding>> found) throws InterruptedException {
    List<String> unknown =
        found.entrySet().stream()
            .filter(
                pair ->
                    pair.getValue().stream()
                        .anyMatch(
                            finding ->
                                finding.name().equals("market")
                                    && finding.outcome() == Outcome.FAILED))
            .map(pair -> pair.getKey().code())
            .toList();
    if (!unknown.isEmpty()) {
      console.err().println("hint: " + PairSuggestions.hint(unknown, exchange.restUrl()));
    }
  }

  private static String json(Map<Pair, List<Finding>> found, boolean well) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeBooleanProperty("ok", well);
      json.writeArrayPropertyStart("pairs");
      found.forEach((pair, findings) -> pair(json, pair, findings));
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void pair(JsonGenerator json, Pair pair, List<Finding> findings) {
    json.writeStartObject();
    json.writeStringProperty("pair", pair.code());
    json.writeArrayPropertyStart("checks");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringProperty("name", finding.name());
      json.writeStringProperty("outcome", finding.outcome().name());
      json.writeStringProperty("detail", finding.detail());
      finding.figures().forEach((name, value) -> json.writeNumberProperty(name, value.longValue()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
