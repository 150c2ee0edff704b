package io.github.lunostreams.gateway.resources;

import io.github.lunostreams.gateway.http.Body;
import io.github.lunostreams.gateway.http.Problem;
import io.github.lunostreams.gateway.http.Response;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web page: files that the build put beside the classes, read once into memory. A path is
 * looked up among those and nowhere else, so that none leads out of them.
 *
 * <p>Everything it sends has a policy by which a browser runs and loads only what comes from here,
 * and nothing inline.
 *
 * <p>Immutable. Any thread may ask.
 */
public final class Site {
  private static final Logger log = LoggerFactory.getLogger(Site.class);

  /** Written by {@code web/build}. */
  private static final String FOLDER = "/site/";

  private static final String FILES = "files.txt";
  private static final String INDEX = "index.html";
  private static final String HTML = "text/html; charset=utf-8";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", HTML,
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8");

  /** 'self' includes websockets of the same host and port. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> PROTECTION =
      Map.of(
          "content-security-policy", POLICY,
          "referrer-policy", "no-referrer",
          "cross-origin-opener-policy", "same-origin",
          "cross-origin-resource-policy", "same-origin");

  private static final String MISSING =
      """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="dark light">
          <title>luno-streams: the page is not built</title>
        </head>
        <body>
          <h1>The page is not in this build</h1>
          <p>It is made with npm, which was not there when luno-streams was built. The rest works:
            streams at <code>ws://…/PAIR</code>, the markets at
            <a href="v1/pairs">v1/pairs</a>, the state at <a href="readyz">readyz</a>.</p>
          <p>To get it, install <a href="https://nodejs.org/">Node.js</a> 20.19 or newer, which
            brings npm, then build again and restart:</p>
          <pre>mvn package -DskipTests</pre>
        </body>
      </html>
      """;

  private final Map<String, Response> pages;

  private Site(Map<String, Response> pages) {
    this.pages = Map.copyOf(pages);
  }

  /**
   * Reads the page.
   *
   * @return the page; one that says how to get it, if it was left out of the build
   * @throws UncheckedIOException if there is a page and it cannot be read
   */
  public static Site load() {
    return load(FOLDER);
  }

  static Site load(String folder) {
    try {
      byte[] list = read(folder + FILES);
      if (list == null) {
        log.warn("the web page is not in this build: it needs npm; / tells how to get it");
        return new Site(Map.of("/", file(INDEX, MISSING.getBytes(StandardCharsets.UTF_8))));
      }
      Map<String, Response> pages = new HashMap<>();
      for (String name : new String(list, StandardCharsets.UTF_8).lines().toList()) {
        byte[] content = read(folder + name);
        if (content == null) {
          throw new IOException(
              "expected the page's file %s%s, found none".formatted(folder, name));
        }
        pages.put("/" + name, file(name, content));
      }
      Response index = pages.get("/" + INDEX);
      if (index == null) {
        throw new IOException("expected %s in %s%s".formatted(INDEX, folder, FILES));
      }
      pages.put("/", index);
      return new Site(pages);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * No page, where it was not asked for.
   *
   * @return a hint where the page would be
   */
  public static Site off() {
    return new Site(
        Map.of(
            "/",
            Problem.of(
                HttpResponseStatus.NOT_FOUND,
                "there is nothing at /: the web page is served with --app")));
  }

  /**
   * Where its files are.
   *
   * @return their paths, from the slash on
   */
  public Set<String> paths() {
    return pages.keySet();
  }

  /**
   * Looks a path up.
   *
   * @param path one of the {@link #paths}
   * @return the file there
   */
  public Response get(String path) {
    Response page = pages.get(path);
    if (page == null) {
      throw new IllegalArgumentException("expected a path of the page, got " + path);
    }
    return page;
  }

  private static byte @Nullable [] read(String resource) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static Response file(String name, byte[] content) {
    Map<String, String> headers = new HashMap<>(PROTECTION);
    // What is below assets/ has its content's hash in its name; the rest is asked for each time.
    headers.put(
        "cache-control",
        name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    headers.put("etag", tag(content));
    return new Response(
        200,
        TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"),
        Body.compressedNow(content),
        Map.copyOf(headers));
  }

  /** Weak: it is that of the content, compressed or not. */
  private static String tag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
