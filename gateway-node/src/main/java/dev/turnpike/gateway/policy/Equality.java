package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Map;

/**
 * Whether a value of a call equals one of the policy. Numbers compare as exact decimals, texts exactly, lists and
 * objects member by member. Null equals only null. Between other types nothing can be said: {@code "true"} may well
 * become {@code true} at the server.
 */
final class Equality {
    private Equality() {}

    /** The recursion is as deep as {@code expected} at most, which the reader of policies bounds. */
    static Verdict of(JsonNode actual, JsonNode expected) {
        if (actual.isNull() || expected.isNull()) {
            return verdict(actual.isNull() && expected.isNull());
        }
        if (actual.getNodeType() != expected.getNodeType()) {
            return Verdict.UNJUDGEABLE;
        }
        return switch (expected.getNodeType()) {
            case NUMBER -> Decimal.of(expected).judge(actual, sign -> sign == 0);
            case STRING -> verdict(actual.textValue().equals(expected.textValue()));
            case BOOLEAN -> verdict(actual.booleanValue() == expected.booleanValue());
            case ARRAY -> ofLists(actual, expected);
            case OBJECT -> ofObjects(actual, expected);
            default -> Verdict.UNJUDGEABLE;
        };
    }

    static boolean sameType(JsonNode actual, JsonNode expected) {
        JsonNodeType type = actual.getNodeType();
        return type == expected.getNodeType();
    }

    private static Verdict ofLists(JsonNode actual, JsonNode expected) {
        if (actual.size() != expected.size()) {
            return Verdict.FAILS;
        }
        Verdict all = Verdict.HOLDS;
        for (int i = 0; i < expected.size() && all != Verdict.FAILS; i++) {
            all = and(all, of(actual.get(i), expected.get(i)));
        }
        return all;
    }

    private static Verdict ofObjects(JsonNode actual, JsonNode expected) {
        if (actual.size() != expected.size()) {
            return Verdict.FAILS;
        }
        Verdict all = Verdict.HOLDS;
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            JsonNode other = actual.get(member.getKey());
            all = other == null ? Verdict.FAILS : and(all, of(other, member.getValue()));
            if (all == Verdict.FAILS) {
                break;
            }
        }
        return all;
    }

    private static Verdict and(Verdict one, Verdict other) {
        if (one == Verdict.FAILS || other == Verdict.FAILS) {
            return Verdict.FAILS;
        }
        return one == Verdict.HOLDS ? other : one;
    }

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.HOLDS : Verdict.FAILS;
    }
}
