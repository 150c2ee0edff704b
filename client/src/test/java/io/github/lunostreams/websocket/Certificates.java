package io.github.lunostreams.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * An authority and certificates for {@code exchange.test} made by it: {@code good}, {@code
 * expired}, and {@code stranger}, which another authority made.
 */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static @Nullable Certificates certificates;

  private final KeyStore keys;

  private Certificates(KeyStore keys) {
    this.keys = keys;
  }

  /** The certificates of this run of the tests, made by the JDK's keytool at the first call. */
  static synchronized Certificates get() {
    Certificates made = certificates;
    if (made == null) {
      try {
        made = make();
      } catch (IOException | GeneralSecurityException | InterruptedException e) {
        throw new AssertionError(e);
      }
      certificates = made;
    }
    return made;
  }

  private static Certificates make()
      throws IOException, GeneralSecurityException, InterruptedException {
    Path folder = Files.createTempDirectory("certificates");
    Path file = folder.resolve("keys.p12");
    keytool(file, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc:critical=ca:true");
    keytool(file, "-alias", "unknown", "-dname", "CN=unknown", "-ext", "bc:critical=ca:true");
    keytool(file, server("good", "authority"));
    keytool(file, server("expired", "authority", "-startdate", "-2d", "-validity", "1"));
    keytool(file, server("stranger", "unknown"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    Files.delete(file);
    Files.delete(folder);
    return new Certificates(keys);
  }

  private static String[] server(String alias, String signer, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-signer",
                signer,
                "-ext",
                "san=dns:exchange.test"));
    Collections.addAll(arguments, more);
    return arguments.toArray(String[]::new);
  }

  private static void keytool(Path file, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD)));
    Collections.addAll(command, arguments);
    Path output = Files.createTempFile(file.getParent(), "keytool", ".txt");
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(Files.readString(output)).isZero();
    Files.delete(output);
  }

  /** Listens on loopback with one of the certificates. */
  ServerSocket server(String alias) throws GeneralSecurityException, IOException {
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    one.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  /** Trusts the authority, and nobody else. */
  SSLSocketFactory client() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
