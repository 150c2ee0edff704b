package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.Logging;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.upstream.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The exchange's key, from a file or else from two environment variables. */
public final class CredentialOptions {
  /** The environment variable with the key's id. */
  public static final String ID_VARIABLE = "LUNO_API_KEY_ID";

  /** The environment variable with the key's secret. */
  public static final String SECRET_VARIABLE = "LUNO_API_KEY_SECRET";

  /** How to give a key. */
  public static final String HINT =
      "set "
          + ID_VARIABLE
          + " and "
          + SECRET_VARIABLE
          + ", or --credentials FILE; '"
          + Console.PROGRAM
          + " demo' needs no key";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "A file with the lines LUNO_API_KEY_ID=… and LUNO_API_KEY_SECRET=…; without it the"
              + " environment variables of these names count.")
  private @Nullable Path file;

  /**
   * Reads the key, and keeps it out of the log from now on.
   *
   * @param console has the environment, and gets warnings
   * @return the key
   * @throws UsageException if there is none
   */
  public Credentials credentials(Console console) {
    Credentials credentials =
        file == null ? fromEnvironment(console) : CredentialsFile.read(file, console);
    Logging.hide(credentials);
    return credentials;
  }

  private static Credentials fromEnvironment(Console console) {
    String keyId = console.environment().getOrDefault(ID_VARIABLE, "");
    String secret = console.environment().getOrDefault(SECRET_VARIABLE, "");
    if (keyId.isBlank() && secret.isBlank()) {
      throw new UsageException("expected an API key of Luno, got none", HINT);
    }
    if (keyId.isBlank() || secret.isBlank()) {
      throw new UsageException(
          "expected an API key of Luno, got only its " + (keyId.isBlank() ? "secret" : "id"), HINT);
    }
    return KeyHalves.key(keyId, secret);
  }
}
