package io.github.lunostreams.simulator.wire;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** JSON objects written so seldom that speed does not matter: REST's answers and error frames. */
public final class ColdJson {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .characterEscapes(new NumericEscapes())
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .build();

  private ColdJson() {}

  /** Control characters as the stream's frames have them: {@code \}{@code u000a}, not \n. */
  private static final class NumericEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private final int[] codes = standardAsciiEscapesForJSON();

    private NumericEscapes() {
      for (int control = 0; control < ' '; control++) {
        codes[control] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return null;
    }
  }

  /**
   * Writes one object.
   *
   * @param properties writes what is between the braces
   * @return the object in UTF-8
   */
  public static byte[] object(Consumer<JsonGenerator> properties) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A plain decimal without an exponent.
   *
   * @param value of any scale
   * @param decimals trailing zeros are left out, or added, until this many decimals remain; digits
   *     other than zero stay
   * @return such as {@code 2765.00}
   */
  public static String decimal(BigDecimal value, int decimals) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.setScale(Math.max(stripped.scale(), decimals)).toPlainString();
  }
}
