package dev.turnpike.gateway.http.console;

import dev.turnpike.gateway.pipeline.Rejected;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The fields of a form that was sent ({@code application/x-www-form-urlencoded}), each at most once. */
record Form(Map<String, List<String>> fields) {
    static final String TYPE = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 16;

    /** @throws Rejected 400 if it is none */
    static Form read(Buffer body) {
        try {
            return new Form(new QueryStringDecoder(
                            body.toString(StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8,
                            /* hasPath= */ false,
                            MOST_FIELDS,
                            /* semicolonIsNormalChar= */ true)
                    .parameters());
        } catch (IllegalArgumentException malformed) {
            throw new Rejected(400, "form", "the form cannot be read");
        }
    }

    /** The field's text; empty if it is not there, or there twice. */
    String text(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    /** A number; 0 if it is none. */
    long number(String name) {
        String text = text(name);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
