package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The fields of one object of a document, each to be asked for once. A field that is missing, or of another type, is
 * reported and then absent; the ones that nobody asked for are reported by {@link #close}.
 */
final class Fields implements AutoCloseable {
    static final String REFERENCE = "write `env:NAME` or `file:/absolute/path`, never the secret";

    /** Names stand in URLs and in the names of counters. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final StrictText.Part part;
    private final String pointer;
    private final ObjectNode node;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    Fields(StrictText.Part part, String pointer, ObjectNode node, Problems problems) {
        this.part = part;
        this.pointer = pointer;
        this.node = node;
        this.problems = problems;
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    Optional<JsonNode> any(String key) {
        known.add(key);
        return Optional.ofNullable(node.get(key));
    }

    /** Reports a field that must be there and is not. */
    <T> Optional<T> required(String key, Function<String, Optional<T>> reader) {
        if (!has(key)) {
            problems.add(part, pointer, "`" + key + "` is missing", Optional.empty());
        }
        return reader.apply(key);
    }

    Optional<String> text(String key) {
        return any(key).filter(value -> isA(key, "a string", value.isTextual())).map(JsonNode::textValue);
    }

    /** A text that {@code reader} understands; {@code expected} tells people what it does. */
    <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> reader) {
        Optional<String> text = text(key);
        Optional<T> value = text.flatMap(reader);
        if (text.isPresent() && value.isEmpty()) {
            wrong(key, "not usable", "expected " + expected);
        }
        return value;
    }

    /** The name of a document. */
    Optional<String> name(String key) {
        return parsed(
                key,
                "lower-case letters, digits, `.`, `_` and `-`, at most 63, the first a letter or a digit",
                text -> Optional.of(text).filter(name -> NAME.matcher(name).matches()));
    }

    /** A reference to a secret. What stands there instead may be the secret itself, and is not repeated. */
    Optional<SecretReference> secret(String key) {
        Optional<String> text = text(key);
        Optional<SecretReference> reference = text.flatMap(SecretReference::parse);
        if (text.isPresent() && reference.isEmpty()) {
            wrong(key, "not a reference to a secret", REFERENCE);
        }
        return reference;
    }

    Optional<Boolean> flag(String key) {
        return any(key).filter(value -> isA(key, "`true` or `false`", value.isBoolean()))
                .map(JsonNode::booleanValue);
    }

    Optional<ObjectNode> object(String key) {
        return any(key).filter(value -> isA(key, "an object", value.isObject())).map(ObjectNode.class::cast);
    }

    Fields within(String key, ObjectNode value) {
        return new Fields(part, child(pointer, key), value, problems);
    }

    void wrong(String key, String message, String hint) {
        problems.add(part, child(pointer, key), message, Optional.of(hint));
    }

    /** Reports a field that is not there. */
    void missing(String key, String hint) {
        problems.add(part, pointer, "`" + key + "` is missing", Optional.of(hint));
    }

    /** Reports the fields that nobody asked for. */
    @Override
    public void close() {
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.addUnknown(part, child(pointer, name), "field", name, known);
            }
        }
    }

    private boolean isA(String key, String expected, boolean so) {
        if (!so) {
            wrong(key, "of the wrong type", "expected " + expected);
        }
        return so;
    }
}
