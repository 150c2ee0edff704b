package io.github.lunostreams.gateway.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A path with variable parts, as {@code /v1/pairs/{pair}}. A part in braces stands for one part of
 * a path that is not empty; as the last one, {@code {name...}} stands for all the rest, slashes
 * included, which may be empty.
 */
final class PathTemplate {
  private static final String REST = "...}";

  private final String text;
  private final List<String> parts;
  private final boolean hasRest;

  private PathTemplate(String text, List<String> parts) {
    this.text = text;
    this.parts = parts;
    this.hasRest = parts.getLast().endsWith(REST);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it does not start with a slash, a part in braces is not
   *     whole, has no name or the name of another, or the rest is not the last
   */
  static PathTemplate of(String text) {
    if (!text.startsWith("/")) {
      throw wrong("a path from its slash on", text);
    }
    List<String> parts = parts(text);
    Set<String> names = new HashSet<>();
    for (String part : parts) {
      boolean braces = part.indexOf('{') >= 0 || part.indexOf('}') >= 0;
      boolean whole = isVariable(part) && part.length() > 2 && !part.equals("{" + REST);
      if (braces && (!whole || !names.add(name(part)))) {
        throw wrong("parts like {name}, each name once", text);
      }
    }
    if (parts.stream().limit(parts.size() - 1).anyMatch(part -> part.endsWith(REST))) {
      throw wrong("{name...} as the last part", text);
    }
    return new PathTemplate(text, parts);
  }

  private static IllegalArgumentException wrong(String expected, String text) {
    return new IllegalArgumentException("expected %s, got %s".formatted(expected, text));
  }

  private static List<String> parts(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  private static boolean isVariable(String part) {
    return part.startsWith("{") && part.endsWith("}");
  }

  private static String name(String part) {
    return part.substring(1, part.length() - (part.endsWith(REST) ? REST.length() : 1));
  }

  /** Whether it stands for one path only. */
  boolean isLiteral() {
    return parts.stream().noneMatch(PathTemplate::isVariable);
  }

  /** What its variables stand for in a path; empty if the path does not match. */
  Optional<Map<String, String>> match(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> given = parts(path);
    if (hasRest ? given.size() < parts.size() : given.size() != parts.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.endsWith(REST)) {
        variables.put(name(part), String.join("/", given.subList(i, given.size())));
      } else if (isVariable(part) && !given.get(i).isEmpty()) {
        variables.put(name(part), given.get(i));
      } else if (!part.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }

  @Override
  public String toString() {
    return text;
  }
}
