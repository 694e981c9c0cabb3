package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A question about the arguments of a call, compiled.
 *
 * @param clause the list it stands in
 * @param rule JSON Pointer of the rule
 * @param value the operand as the author wrote it; missing if there is none
 * @param operand as a short text, for sentences; empty if the operator has none
 * @param onDeny the author's sentence
 */
record Condition(
        Clause clause,
        String rule,
        ArgumentPath path,
        Operator operator,
        Check check,
        JsonNode value,
        String operand,
        Optional<String> onDeny) {

    Condition withRule(String pointer) {
        return new Condition(clause, pointer, path, operator, check, value, operand, onDeny);
    }

    Verdict judge(JsonNode arguments) {
        return path.judge(arguments, clause, check);
    }

    /** What becomes of it, if the names of the arguments are enough to tell. */
    Optional<Verdict> foresee(ArgumentNames names) {
        return path.foresee(names, operator == Operator.EXISTS, check);
    }

    /** What the agent is told when this condition refuses, or asks for a person. */
    String sentence(Verdict verdict) {
        return onDeny.orElseGet(() -> path.text() + (verdict == Verdict.ABSENT ? " is required and must " : " must ")
                + (verdict == Verdict.UNJUDGEABLE ? expectedType() : expected()) + ".");
    }

    private String expected() {
        boolean positive = clause == Clause.REQUIRE;
        if (operator == Operator.EXISTS) {
            return positive == operand.isEmpty() ? operator.phrase() : operator.negatedPhrase();
        }
        return (positive ? operator.phrase() : operator.negatedPhrase()) + " " + operand;
    }

    private String expectedType() {
        return "be " + operator.type()
                + (operator.type().endsWith(" like") || operator.type().endsWith(" of") ? " " + operand : "")
                + ", to be judged";
    }

    /** What was found, for somebody who reads an explanation. */
    String why(Verdict verdict) {
        String question = path.text() + " " + operator.wire() + (operand.isEmpty() ? "" : " " + operand);
        return switch (verdict) {
            case HOLDS -> question + ": holds";
            case FAILS -> question + ": does not hold";
            case ABSENT -> question + ": nothing is there, so it does not hold";
            case UNJUDGEABLE ->
                question + ": the value has a type that cannot be judged, and that never lets a call through";
        };
    }
}
