package dev.turnpike.gateway.policy;

/** What became of one condition. */
enum Verdict {
    HOLDS,
    FAILS,
    /** There is nothing at the path. */
    ABSENT,
    /** There is a value of a type that the operator, or the path on its way, cannot judge. */
    UNJUDGEABLE;

    Verdict negated() {
        if (this == HOLDS) {
            return FAILS;
        }
        return this == FAILS ? HOLDS : this;
    }

    /** Whether a rule that waits for trouble sees it: what cannot be judged never lets a call through. */
    boolean alarms() {
        return this == HOLDS || this == UNJUDGEABLE;
    }
}
