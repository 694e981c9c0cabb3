package dev.turnpike.gateway.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A value as canonical JSON has it (RFC 8785), so that the order of keys, the form of numbers and escapes make no
 * difference. Canonical JSON knows numbers as doubles only. One that a double does not hold exactly keeps its digits
 * instead, or two account numbers would be the same.
 *
 * @param value with null for each number that a double does not hold
 * @param exact those numbers, each with the JSON Pointer to where it stands
 */
public record CanonicalJson(JsonNode value, List<String> exact) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    public CanonicalJson {
        requireNonNull(value, "value");
        exact = List.copyOf(exact);
    }

    /**
     * The canonical form of a value.
     *
     * @param value whose decimals were parsed as decimals
     */
    public static CanonicalJson of(JsonNode value) {
        List<String> exact = new ArrayList<>();
        JsonNode rest = withoutExact(value, JsonPointer.empty(), exact);
        return new CanonicalJson(rest, exact);
    }

    /** The canonical text in UTF-8; behind it, each in a line of its own, the numbers that it does not hold. */
    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(text(value));
        exact.forEach(number -> all.writeBytes(("\n" + number).getBytes(UTF_8)));
        return all.toByteArray();
    }

    /** The canonical text, in UTF-8, of a value that has no other numbers than doubles. */
    public static byte[] text(JsonNode value) {
        try {
            return new JsonCanonicalizer(value.toString()).getEncodedUTF8();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static JsonNode withoutExact(JsonNode value, JsonPointer where, List<String> exact) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (isDouble(number)) {
                return NODES.numberNode(number.doubleValue());
            }
            exact.add(where + "=" + number.stripTrailingZeros());
            return NullNode.getInstance();
        }
        if (value.isObject()) {
            ObjectNode copy = NODES.objectNode();
            List<String> keys = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                keys.add(member.getKey());
            }
            keys.sort(null); // the list of exact numbers must not depend on the order of keys
            keys.forEach(key -> copy.set(key, withoutExact(value.get(key), where.appendProperty(key), exact)));
            return copy;
        }
        if (value.isArray()) {
            var copy = NODES.arrayNode();
            for (int i = 0; i < value.size(); i++) {
                copy.add(withoutExact(value.get(i), where.appendIndex(i), exact));
            }
            return copy;
        }
        return value;
    }

    /** Whether the shortest text of the nearest double is the same number. */
    private static boolean isDouble(BigDecimal number) {
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
    }
}
