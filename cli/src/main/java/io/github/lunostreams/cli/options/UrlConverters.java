package io.github.lunostreams.cli.options;

import io.github.lunostreams.upstream.ServerAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;

/** Turns the texts of options into addresses; an error says what was expected and what came. */
public final class UrlConverters {
  private UrlConverters() {}

  /** An address that paths are appended to. */
  private static URI base(String text, String examples, String... schemes) {
    String expected = "an address such as " + examples;
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw Converters.expected(expected, text);
    }
    boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
    if (!Arrays.asList(schemes).contains(url.getScheme()) || !plain || !ServerAddress.isIn(url)) {
      throw Converters.expected(expected, text);
    }
    String base = url.toString();
    return base.endsWith("/") ? URI.create(base.replaceAll("/+$", "")) : url;
  }

  /** The base address of a stream. */
  public static final class StreamUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return base(text, "wss://ws.luno.com or ws://127.0.0.1:9001", "ws", "wss");
    }
  }

  /** The base address of REST calls. */
  public static final class RestUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return base(text, "https://api.luno.com or http://127.0.0.1:9001", "http", "https");
    }
  }

  /** A gateway's address; the one it prints when it is ready will do. */
  public static final class GatewayUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      URI url =
          base(text, "ws://127.0.0.1:8010 or http://127.0.0.1:8010", "ws", "wss", "http", "https");
      return URI.create(url.toString().replaceFirst("^http", "ws"));
    }
  }
}
