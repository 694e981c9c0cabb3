package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turnpike.gateway.cli.scan.PlainText;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON whose numbers keep their digits. What is written is fit for a terminal: characters that could rewrite what a
 * person sees stand as escapes, which mean the same.
 */
public final class ExactJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private ExactJson() {}

    /** Reads one value, in which no object has a key twice. */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /** The same for UTF-8. */
    public static JsonNode read(byte[] text) throws IOException {
        return MAPPER.readTree(text);
    }

    /** In one line. */
    public static String line(JsonNode json) {
        return plain(json.toString());
    }

    /** Indented. */
    public static String pretty(JsonNode json) {
        try {
            return plain(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Outside of strings there are no such characters, but for the line breaks of our own. */
    private static String plain(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        json.codePoints().forEach(code -> {
            if (code == '\n' || PlainText.isPlain(code)) {
                plain.appendCodePoint(code);
            } else {
                for (char unit : Character.toChars(code)) {
                    plain.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return plain.toString();
    }
}
