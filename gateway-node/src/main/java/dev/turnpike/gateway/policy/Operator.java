package dev.turnpike.gateway.policy;

import java.util.Locale;

/** What a condition asks of a value. The phrases follow "must". */
enum Operator {
    EQ("be", "not be", "a value like"),
    NEQ("not be", "be", "a value like"),
    IN("be one of", "not be one of", "a value like one of"),
    NOT_IN("not be one of", "be one of", "a value like one of"),
    LT("be less than", "be at least", "a number"),
    LTE("be at most", "be more than", "a number"),
    GT("be more than", "be at most", "a number"),
    GTE("be at least", "be less than", "a number"),
    REGEX("match", "not match", "a text"),
    CONTAINS("contain", "not contain", "a text or a list"),
    EXISTS("be given", "not be given", "something else");

    private final String wire = name().toLowerCase(Locale.ROOT);
    private final String phrase;
    private final String negatedPhrase;
    private final String type;

    Operator(String phrase, String negatedPhrase, String type) {
        this.phrase = phrase;
        this.negatedPhrase = negatedPhrase;
        this.type = type;
    }

    String wire() {
        return wire;
    }

    String phrase() {
        return phrase;
    }

    String negatedPhrase() {
        return negatedPhrase;
    }

    /** What the operator can judge, with an article; "like" stands before the operand. */
    String type() {
        return type;
    }
}
