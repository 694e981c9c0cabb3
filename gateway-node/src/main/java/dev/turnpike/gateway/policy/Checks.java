package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;

/** The operators, with operands that the reader has found fitting. */
final class Checks {
    private Checks() {}

    static Check equal(JsonNode operand) {
        if (!operand.isNumber()) {
            return value -> Equality.of(value, operand);
        }
        Check equal = order(operand, sign -> sign == 0);
        return value -> value.isNull() ? Verdict.FAILS : equal.judge(value);
    }

    /** Numbers whose comparison with the operand has a sign that fits. */
    static Check order(JsonNode operand, IntPredicate sign) {
        Decimal bound = Decimal.of(operand);
        return value -> bound.judge(value, sign);
    }

    static Check in(JsonNode operands) {
        Set<String> texts = new HashSet<>();
        for (JsonNode operand : operands) {
            if (!operand.isTextual()) {
                return value -> inMixed(value, operands);
            }
            texts.add(operand.textValue());
        }
        return value -> {
            if (value.isTextual()) {
                return verdict(texts.contains(value.textValue()));
            }
            return value.isNull() ? Verdict.FAILS : Verdict.UNJUDGEABLE;
        };
    }

    /** A list of several types says itself that the value may have any of them. */
    private static Verdict inMixed(JsonNode value, JsonNode operands) {
        Verdict verdict = value.isNull() ? Verdict.FAILS : Verdict.UNJUDGEABLE;
        boolean doubtful = false;
        for (JsonNode operand : operands) {
            Verdict equal = Equality.of(value, operand);
            if (equal == Verdict.HOLDS) {
                return Verdict.HOLDS;
            }
            if (Equality.sameType(value, operand)) {
                doubtful |= equal == Verdict.UNJUDGEABLE;
                verdict = Verdict.FAILS;
            }
        }
        return doubtful ? Verdict.UNJUDGEABLE : verdict;
    }

    static Check regex(Pattern pattern) {
        return value ->
                value.isTextual() ? verdict(pattern.matcher(value.textValue()).find()) : Verdict.UNJUDGEABLE;
    }

    /** A text with that part, or a list with that element. */
    static Check contains(JsonNode operand) {
        return value -> {
            if (value.isTextual() && operand.isTextual()) {
                return verdict(value.textValue().contains(operand.textValue()));
            }
            return value.isArray() ? hasElement(value, operand) : Verdict.UNJUDGEABLE;
        };
    }

    private static Verdict hasElement(JsonNode list, JsonNode operand) {
        Verdict found = Verdict.FAILS;
        for (JsonNode element : list) {
            Verdict equal = Equality.of(element, operand);
            if (equal == Verdict.HOLDS) {
                return Verdict.HOLDS;
            }
            found = equal == Verdict.UNJUDGEABLE ? equal : found;
        }
        return found;
    }

    static Check exists(boolean expected) {
        return new Check() {
            @Override
            public Verdict judge(JsonNode value) {
                return verdict(expected);
            }

            @Override
            public Verdict absent() {
                return expected ? Verdict.ABSENT : Verdict.HOLDS;
            }
        };
    }

    static Check not(Check check) {
        return value -> check.judge(value).negated();
    }

    private static Verdict verdict(boolean holds) {
        return holds ? Verdict.HOLDS : Verdict.FAILS;
    }
}
