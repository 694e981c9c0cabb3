package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
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

    /** Everything in a line of its own: text that is written from right to left could turn the order of a line. */
    private static final ObjectWriter PRETTY =
            MAPPER.writer(new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

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
            return plain(PRETTY.writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Outside of strings there are no such characters, but for the line breaks of our own. */
    private static String plain(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        json.codePoints().forEach(code -> {
            boolean odd = code != ' ' && Character.isSpaceChar(code); // looks like a space, and is another character
            if (code == '\n' || (PlainText.isPlain(code) && !odd)) {
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
