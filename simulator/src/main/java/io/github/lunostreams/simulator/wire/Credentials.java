package io.github.lunostreams.simulator.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An API key as a client's first frame has it. Its text never shows: {@code toString} leaves it
 * out, and no exception of the reader holds what was read.
 *
 * @param keyId the public half
 * @param secret the other half
 */
public record Credentials(String keyId, String secret) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads a client's first frame.
   *
   * @param frame its text
   * @return the key, or null if the text is not a JSON object with both halves, neither empty
   */
  public static @Nullable Credentials read(String frame) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), frame)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          fields.put(name, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        return null;
      }
    } catch (JacksonException e) {
      return null;
    }
    String keyId = fields.getOrDefault("api_key_id", "");
    String secret = fields.getOrDefault("api_key_secret", "");
    return keyId.isEmpty() || secret.isEmpty() ? null : new Credentials(keyId, secret);
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
