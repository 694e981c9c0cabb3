package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a scalar without quotes means: what both YAML 1.1 and 1.2 take it for, or nothing. */
final class YamlScalar {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> DIFFERENT_BOOLEANS = Set.of("yes", "no", "on", "off");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DIFFERENT_NUMBER = Pattern.compile(
            "[-+]?(?:0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"
                    + "|(?:[0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?|\\.(?:inf|Inf|INF))|\\.(?:nan|NaN|NAN)");

    private YamlScalar() {}

    /** The value; empty if it is ambiguous, or a number that no decimal can hold. */
    static Optional<JsonNode> node(String plain) {
        if (NULLS.contains(plain)) {
            return Optional.of(NODES.nullNode());
        }
        String word = plain.toLowerCase(Locale.ROOT);
        if (word.equals("true") || word.equals("false")) {
            return Optional.of(NODES.booleanNode(word.equals("true")));
        }
        if (DIFFERENT_BOOLEANS.contains(word)) {
            return Optional.empty();
        }
        if (!startsLikeNumber(plain)) {
            return Optional.of(NODES.textNode(plain));
        }
        if (plain.length() <= DocumentText.LONGEST_NUMBER
                && NUMBER.matcher(plain).matches()) {
            return number(plain);
        }
        return plain.length() > DocumentText.LONGEST_NUMBER
                        || DIFFERENT_NUMBER.matcher(plain).matches()
                ? Optional.empty()
                : Optional.of(NODES.textNode(plain));
    }

    static boolean isText(String plain) {
        return node(plain).filter(JsonNode::isTextual).isPresent();
    }

    private static Optional<JsonNode> number(String plain) {
        try {
            return Optional.of(Numbers.node(plain));
        } catch (NumberFormatException exponentTooLarge) {
            return Optional.empty();
        }
    }

    private static boolean startsLikeNumber(String plain) {
        return "+-.0123456789".indexOf(plain.charAt(0)) >= 0;
    }
}
