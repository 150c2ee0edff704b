package io.github.lunostreams.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.upstream.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsFileTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(Map.of(), System.out, new PrintStream(err, true, StandardCharsets.UTF_8));

  @TempDir private Path directory;

  private Path file(String content, String permissions) throws IOException {
    Path file = directory.resolve("key");
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LUNO_API_KEY_ID=theid\nLUNO_API_KEY_SECRET=the=secret\n",
        "# Luno\n\n  LUNO_API_KEY_SECRET = the=secret\r\nLUNO_API_KEY_ID= theid",
        "export LUNO_API_KEY_ID='theid'\nexport LUNO_API_KEY_SECRET=\"the=secret\"\n",
        "\uFEFFLUNO_API_KEY_ID=theid\r\nLUNO_API_KEY_SECRET=the=secret\r\n",
        "LUNO_API_KEY_ID=theid # mine\n"
            + "LUNO_API_KEY_SECRET='the=secret'  # \"and\" its other half\n",
        "LUNO_API_KEY_ID=\"theid\"\t#\nLUNO_API_KEY_SECRET=the=secret #'\n",
        "LUNO_API_KEY_ID=' theid '\nLUNO_API_KEY_SECRET=the=secret\u00a0\n",
      })
  void theKeyIsReadAndAPrivateFileGivesNoWarning(String content) throws IOException {
    Credentials credentials = CredentialsFile.read(file(content, "rw-------"), console);

    assertThat(credentials.keyId()).isEqualTo("theid");
    assertThat(credentials.secret()).isEqualTo("the=secret");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void aFileThatOthersCanReadIsWarnedOf(String permissions) throws IOException {
    CredentialsFile.read(
        file("LUNO_API_KEY_ID=theid\nLUNO_API_KEY_SECRET=thesecret\n", permissions), console);

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("can be read by other users (" + permissions + "); chmod 600")
        .doesNotContain("thesecret");
  }

  @Test
  void aLineThatIsNeitherIsRefusedWithoutRepeatingIt() throws IOException {
    Path file = file("LUNO_API_KEY_ID=theid\nthesecret\n", "rw-------");

    assertThatThrownBy(() -> CredentialsFile.read(file, console))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("line 2 is neither")
        .hasMessageNotContaining("thesecret");
  }

  @Test
  void aHashInsideAKeyIsNoComment() throws IOException {
    Credentials credentials =
        CredentialsFile.read(
            file("LUNO_API_KEY_ID=the#id\nLUNO_API_KEY_SECRET='the#secret'\n", "rw-------"),
            console);

    assertThat(credentials.keyId()).isEqualTo("the#id");
    assertThat(credentials.secret()).isEqualTo("the#secret");
  }

  @Test
  void aKeyWithWhiteSpaceInsideIsRefusedWithoutRepeatingIt() throws IOException {
    Path file = file("LUNO_API_KEY_ID=theid\nLUNO_API_KEY_SECRET=these cret\n", "rw-------");

    assertThatThrownBy(() -> CredentialsFile.read(file, console))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "expected a key without white space and control characters inside, its secret has"
                + " some");
  }

  @Test
  void aMissingHalfIsNamed() throws IOException {
    Path file = file("LUNO_API_KEY_ID=theid\nLUNO_API_KEY_SECRET=\n", "rw-------");

    assertThatThrownBy(() -> CredentialsFile.read(file, console))
        .hasMessageEndingWith("LUNO_API_KEY_SECRET is missing");
  }

  @Test
  void whatCannotBeReadIsAUsageError() {
    assertThatThrownBy(() -> CredentialsFile.read(directory.resolve("none"), console))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("there is no such file");
    assertThatThrownBy(() -> CredentialsFile.read(directory, console))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aFileThatIsFarTooLongIsNotReadToItsEnd() {
    assertThatThrownBy(() -> CredentialsFile.read(Path.of("/dev/zero"), console))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("got more than");
  }
}
