package dev.turnpike.loadtest.proof.judge;

/** What an agent got for a call. */
public enum Answer {
    /** The upstream's own answer. */
    RAN,
    /** A limit was exhausted. */
    REFUSED,
    /** The counters could not be reached, so the limit denied. */
    UNAVAILABLE,
    /** No answer, or one that is none of the others. */
    FAILED;

    boolean isOutage() {
        return this == UNAVAILABLE || this == FAILED;
    }
}
