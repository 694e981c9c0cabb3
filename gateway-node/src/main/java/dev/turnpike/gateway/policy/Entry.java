package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One value of a document while it is read: where it stands, and where to complain. What is asked of it is empty, after
 * a complaint, when it is something else, and empty without one when it is missing.
 */
record Entry(JsonNode node, String pointer, Problems problems) {

    boolean isPresent() {
        return !node.isMissingNode();
    }

    Entry field(String name) {
        JsonNode child = node.get(name);
        return new Entry(child == null ? MissingNode.getInstance() : child, Pointer.child(pointer, name), problems);
    }

    Entry element(int index) {
        return new Entry(node.get(index), Pointer.child(pointer, index), problems);
    }

    /** Whether this is an object; complains about each field that is not known. */
    boolean isObject(Collection<String> known) {
        if (!node.isObject()) {
            wrongType("an object");
            return false;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                problems.error(
                        Pointer.child(pointer, field.getKey()),
                        "unknown field `" + shown(field.getKey()) + "`",
                        Suggestion.forWord(field.getKey(), known)
                                .or(() -> Optional.of("known fields: "
                                        + String.join(
                                                ", ",
                                                List.copyOf(known).stream()
                                                        .sorted()
                                                        .toList()))));
            }
        }
        return true;
    }

    /** Hands over each member of an object, at most {@code most}. */
    void members(int most, BiConsumer<String, Entry> member) {
        if (!node.isObject()) {
            wrongType("an object");
        } else if (node.size() > most) {
            problems.error(pointer, node.size() + " entries (expected: at most " + most + ")");
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                member.accept(field.getKey(), field(field.getKey()));
            }
        }
    }

    /** Hands over each element of a list, at most {@code most}. */
    void elements(int most, Consumer<Entry> element) {
        if (!isPresent()) {
            return;
        }
        if (!node.isArray()) {
            wrongType("a list");
        } else if (node.size() > most) {
            problems.error(pointer, node.size() + " elements (expected: at most " + most + ")");
        } else {
            for (int i = 0; i < node.size(); i++) {
                element.accept(element(i));
            }
        }
    }

    Optional<String> text(int longest) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            wrongType("a text");
            return Optional.empty();
        }
        String text = node.textValue();
        if (text.isBlank()) {
            problems.error(pointer, "is empty");
            return Optional.empty();
        }
        if (text.length() > longest) {
            problems.error(pointer, text.length() + " characters (expected: at most " + longest + ")");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** One of the words, which are the names of an enum in lower case. */
    <E extends Enum<E>> Optional<E> word(E[] values) {
        if (!isPresent()) {
            return Optional.empty();
        }
        List<String> words = List.of(values).stream()
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!node.isTextual()) {
            wrongType("one of " + String.join(", ", words));
            return Optional.empty();
        }
        int found = words.indexOf(node.textValue());
        if (found < 0) {
            problems.error(
                    pointer,
                    "unknown value `" + shown(node.textValue()) + "`",
                    Suggestion.forWord(node.textValue(), words)
                            .or(() -> Optional.of("expected: one of " + String.join(", ", words))));
            return Optional.empty();
        }
        return Optional.of(values[found]);
    }

    /** A number from 0 to 10¹² of at most six decimal places, in millionths. */
    OptionalLong micros() {
        if (!isPresent()) {
            return OptionalLong.empty();
        }
        BigDecimal amount = Decimal.exact(node);
        if (amount == null) {
            wrongType("a number");
            return OptionalLong.empty();
        }
        OptionalLong micros = Micros.of(amount);
        if (micros.isEmpty()) {
            problems.error(
                    pointer,
                    amount.signum() < 0
                            ? "is negative (expected: a number from 0)"
                            : "is out of range (expected: at most 1000000000000, with at most 6 decimal places)");
        }
        return micros;
    }

    Optional<Integer> count(int most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1 || node.intValue() > most) {
            wrongType("a whole number from 1 to " + most);
            return Optional.empty();
        }
        return Optional.of(node.intValue());
    }

    void missing(String expected) {
        problems.error(pointer, "is missing (expected: " + expected + ")");
    }

    void wrongType(String expected) {
        problems.error(pointer, "is " + Nodes.kind(node) + " (expected: " + expected + ")");
    }

    /** What somebody wrote, short enough to be told back. */
    static String shown(String written) {
        String line = written.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 64 ? line : line.substring(0, 64) + "…";
    }
}
