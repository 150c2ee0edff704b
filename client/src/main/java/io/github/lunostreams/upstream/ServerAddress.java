package io.github.lunostreams.upstream;

import java.net.URI;

/**
 * Where a server is. Parsed from the authority of an address rather than by {@link URI#getHost},
 * which knows no names with an underscore, as Docker gives to services.
 *
 * @param host a name, or an IP address; one of version 6 without its brackets
 * @param port as given, or the scheme's
 * @param secure whether the scheme asks for TLS ({@code wss}, {@code https})
 */
public record ServerAddress(String host, int port, boolean secure) {
  private static final int PORT_OF_HTTP = 80;
  private static final int PORT_OF_HTTPS = 443;
  private static final int MAX_PORT = 65_535;

  /**
   * The server of an address.
   *
   * @param address with the scheme {@code ws}, {@code wss}, {@code http} or {@code https}
   * @return its server
   * @throws IllegalArgumentException if the address names none
   */
  public static ServerAddress of(URI address) {
    String scheme = String.valueOf(address.getScheme());
    boolean secure = scheme.equals("wss") || scheme.equals("https");
    if (!secure && !scheme.equals("ws") && !scheme.equals("http")) {
      throw new IllegalArgumentException(
          "expected a scheme of ws, wss, http or https, got " + address);
    }
    String authority = address.getRawAuthority();
    if (authority == null || authority.contains("@")) {
      throw new IllegalArgumentException("expected scheme://host[:port], got " + address);
    }
    int colon = authority.lastIndexOf(':');
    boolean withPort = colon > authority.lastIndexOf(']') && colon < authority.length() - 1;
    String host = colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    int port =
        withPort ? port(authority.substring(colon + 1)) : secure ? PORT_OF_HTTPS : PORT_OF_HTTP;
    if (host.isEmpty() || port < 0) {
      throw new IllegalArgumentException(
          "expected a host and a port of 1 to " + MAX_PORT + ", got " + authority);
    }
    return new ServerAddress(host, port, secure);
  }

  /**
   * Whether {@link #of} takes an address.
   *
   * @param address any
   * @return false if it names no server
   */
  public static boolean isIn(URI address) {
    try {
      return of(address).port > 0;
    } catch (IllegalArgumentException namesNone) {
      return false;
    }
  }

  /** The port, or -1 if the text is none. */
  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MAX_PORT ? port : -1;
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  /**
   * As in a Host header.
   *
   * @return {@code host} or {@code host:port}, where the port is not the scheme's
   */
  public String authority() {
    return port == (secure ? PORT_OF_HTTPS : PORT_OF_HTTP) ? bracketed() : hostAndPort();
  }

  /**
   * As in a CONNECT request and in messages.
   *
   * @return {@code host:port}
   */
  public String hostAndPort() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
