package io.github.lunostreams.upstream;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The first frame a client sends on any stream of Luno. */
public final class CredentialsFrame {
  private CredentialsFrame() {}

  /**
   * The frame's text. It holds the secret: for the socket only.
   *
   * @param credentials the key to show
   * @return {@code {"api_key_id":…,"api_key_secret":…}}
   */
  public static String of(Credentials credentials) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("api_key_id", credentials.keyId());
      json.writeStringProperty("api_key_secret", credentials.secret());
      json.writeEndObject();
    }
    return text.toString();
  }
}
