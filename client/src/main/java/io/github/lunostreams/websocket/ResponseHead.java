package io.github.lunostreams.websocket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The status line and the header fields of an HTTP response.
 *
 * @param status 101 for instance
 * @param reason the words after it, often empty
 * @param fields each {@code name: value}
 */
record ResponseHead(int status, String reason, List<Field> fields) {
  /** A header field; the name in lower case. */
  record Field(String name, String value) {}

  /** Where the bytes come from; the end of them is an exception. */
  @FunctionalInterface
  interface Bytes {
    int next() throws IOException;
  }

  private static final int MAX_BYTES = 32 << 10;
  private static final String VERSION = "HTTP/1.";

  /** Reads up to the empty line. */
  static ResponseHead read(Bytes bytes) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int count = 0; count < MAX_BYTES; count++) {
      char next = (char) bytes.next();
      if (next != '\n') {
        line.append(next);
        continue;
      }
      String text = line.toString().strip();
      line.setLength(0);
      if (!text.isEmpty()) {
        lines.add(text);
      } else if (!lines.isEmpty()) {
        return parsed(lines);
      }
    }
    throw new IOException("expected the head of an HTTP response, got no end of it");
  }

  private static ResponseHead parsed(List<String> lines) throws IOException {
    String[] words = lines.getFirst().split(" ", 3);
    if (!words[0].startsWith(VERSION) || words.length < 2 || !words[1].matches("[1-9][0-9]{2}")) {
      throw new IOException("expected an HTTP response, got " + start(lines.getFirst()));
    }
    List<Field> fields = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.add(
            new Field(
                line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip()));
      }
    }
    return new ResponseHead(
        Integer.parseInt(words[1]), words.length == 3 ? words[2] : "", List.copyOf(fields));
  }

  private static String start(String line) {
    return line.length() <= 40 ? line : line.substring(0, 40) + "…";
  }

  /** All values of a field, those of several lines joined by commas; empty if there is none. */
  String value(String name) {
    StringBuilder joined = new StringBuilder();
    for (Field field : fields) {
      if (field.name.equals(name)) {
        joined.append(joined.isEmpty() ? "" : ", ").append(field.value);
      }
    }
    return joined.toString();
  }

  /** Whether a field's list holds a word, in whatever case. */
  boolean lists(String name, String word) {
    for (String listed : value(name).split(",", -1)) {
      if (listed.strip().equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }
}
