package io.github.lunostreams.cli.options;

import io.github.lunostreams.cli.process.Console;
import io.github.lunostreams.cli.process.UsageException;
import io.github.lunostreams.upstream.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key kept in a file:
 *
 * <pre>
 *   # a comment
 *   LUNO_API_KEY_ID=…
 *   LUNO_API_KEY_SECRET=… # another
 * </pre>
 *
 * <p>A shell can source it too: {@code export} and quotes are understood. So is the byte order mark
 * with which some editors begin a file. No message of this class quotes the file.
 */
final class CredentialsFile {
  private static final int MAX_BYTES = 64 * 1024;

  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?(LUNO_API_KEY_ID|LUNO_API_KEY_SECRET)\\s*=\\s*(.*)");

  private static final Pattern COMMENT = Pattern.compile("\\s+#.*");
  private static final Pattern BEHIND_VALUE = Pattern.compile("\\s*|\\s+#.*");

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String HINT =
      "it holds the lines LUNO_API_KEY_ID=… and LUNO_API_KEY_SECRET=…";

  private static final Set<PosixFilePermission> OTHERS_READ =
      EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private CredentialsFile() {}

  /** Reads the key; warns when others can read it too. */
  static Credentials read(Path file, Console console) {
    String keyId = null;
    String secret = null;
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      Matcher form = LINE.matcher(text);
      if (!form.matches()) {
        throw new UsageException(
            "--credentials %s: line %d is neither of the two expected".formatted(file, number),
            HINT);
      }
      String value = value(form.group(2));
      if (form.group(1).equals(CredentialOptions.ID_VARIABLE)) {
        keyId = value;
      } else {
        secret = value;
      }
    }
    Credentials credentials =
        KeyHalves.key(
            present(file, CredentialOptions.ID_VARIABLE, keyId),
            present(file, CredentialOptions.SECRET_VARIABLE, secret));
    warnIfOthersCanRead(file, console);
    return credentials;
  }

  private static List<String> lines(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new UsageException("--credentials %s: there is no such file".formatted(file), HINT);
    } catch (AccessDeniedException e) {
      throw new UsageException("--credentials %s: this user may not read it".formatted(file), HINT);
    } catch (IOException e) {
      throw new UsageException(
          "--credentials %s: cannot be read (%s)".formatted(file, e.getMessage()), HINT);
    }
    if (bytes.length > MAX_BYTES) {
      throw new UsageException(
          "--credentials %s: expected two lines, got more than %d bytes".formatted(file, MAX_BYTES),
          HINT);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
  }

  /** The value without its quotes and the comment behind it. */
  private static String value(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first != '"' && first != '\'') {
      return COMMENT.matcher(text).replaceFirst("");
    }
    int close = text.indexOf(first, 1);
    if (close > 0 && BEHIND_VALUE.matcher(text.substring(close + 1)).matches()) {
      return text.substring(1, close);
    }
    boolean quoted = text.length() >= 2 && text.charAt(text.length() - 1) == first;
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static String present(Path file, String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new UsageException("--credentials %s: %s is missing".formatted(file, name), HINT);
    }
    return value;
  }

  private static void warnIfOthersCanRead(Path file, Console console) {
    try {
      if (!Files.isRegularFile(file)) {
        return; // A pipe of the shell, which no longer exists after it was read.
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(OTHERS_READ::contains)) {
        console.warn(
            "%s can be read by other users (%s); chmod 600 %s"
                .formatted(file, PosixFilePermissions.toString(permissions), file));
      }
    } catch (IOException | UnsupportedOperationException e) {
      console.warn("cannot find out who else can read %s".formatted(file));
    }
  }
}
