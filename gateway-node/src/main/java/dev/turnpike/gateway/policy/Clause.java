package dev.turnpike.gateway.policy;

/** The three lists of conditions. */
enum Clause {
    /** All must hold. */
    REQUIRE("require", Stage.REQUIRE),
    /** None may hold. */
    DENY_IF("deny_if", Stage.DENY_IF),
    /** Any sends the call to a person. */
    APPROVE_IF("approve_if", Stage.APPROVAL);

    private final String field;
    private final Stage stage;

    Clause(String field, Stage stage) {
        this.field = field;
        this.stage = stage;
    }

    String field() {
        return field;
    }

    Stage stage() {
        return stage;
    }

    /** Whether a condition with this verdict settles the question of its clause. */
    boolean settledBy(Verdict verdict) {
        return this == REQUIRE ? verdict != Verdict.HOLDS : verdict.alarms();
    }
}
