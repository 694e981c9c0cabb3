package dev.turnpike.clusterstate.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bodies of rows: JSON in ASCII, because no database takes every character. Members that a release does not know
 * are ignored, those that it knows must be there.
 */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper(
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

    private Json() {}

    /** Writes the members of an object. */
    interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = MAPPER.createGenerator(text)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static void strings(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    /** @throws IllegalArgumentException if it is no JSON */
    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException quotesTheText) {
            throw new IllegalArgumentException("body: no JSON");
        }
    }

    static String text(JsonNode object, String name) {
        return required(object, name).textValue();
    }

    static long number(JsonNode object, String name) {
        return required(object, name).longValue();
    }

    static int integer(JsonNode object, String name) {
        return Math.toIntExact(number(object, name));
    }

    static boolean truth(JsonNode object, String name) {
        return required(object, name).booleanValue();
    }

    static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> element) {
        List<T> list = new ArrayList<>();
        required(object, name).forEach(node -> list.add(element.apply(node)));
        return list;
    }

    private static JsonNode required(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("body: no `" + name + "`");
        }
        return value;
    }
}
