package dev.turnpike.gateway.mcp;

import io.vertx.core.MultiMap;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of headers that mirror the body (MCP 2026-07-28, "Value Encoding"; RFC 9110 section 5.5). */
final class HeaderValue {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    /** The header's value as sent, without the white space around it; null if there is none; refused if there are two. */
    static @Nullable String single(MultiMap headers, CharSequence name) {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            throw WireException.headerMismatch(name + " is given more than once");
        }
        return values.isEmpty() ? null : stripped(values.get(0));
    }

    /** The text that a value stands for. Plain ASCII stands for itself. */
    static String decoded(CharSequence name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c > 0x7E) {
                throw WireException.headerMismatch(name + " holds characters that a header may not");
            }
        }
        if (value.length() < PREFIX.length() + SUFFIX.length()
                || !value.startsWith(PREFIX)
                || !value.endsWith(SUFFIX)) {
            return value;
        }
        String coded = value.substring(PREFIX.length(), value.length() - SUFFIX.length());
        try {
            byte[] bytes = Base64.getDecoder().decode(coded);
            // The decoder forgives missing padding and stray bits; another reader may not.
            if (Arrays.equals(Base64.getEncoder().encode(bytes), coded.getBytes(StandardCharsets.US_ASCII))) {
                return Utf8.decode(bytes);
            }
        } catch (IllegalArgumentException | CharacterCodingException invalid) {
            // answered below
        }
        throw WireException.headerMismatch(name + " is not valid Base64 of UTF-8");
    }

    /** The value that stands for a text. */
    static String encoded(String text) {
        boolean plain = text.equals(stripped(text)) && !text.startsWith(PREFIX);
        for (int i = 0; i < text.length(); i++) {
            plain &= text.charAt(i) >= 0x20 && text.charAt(i) <= 0x7E;
        }
        return plain
                ? text
                : PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }

    private static String stripped(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
