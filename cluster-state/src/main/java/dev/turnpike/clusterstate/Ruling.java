package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The answer to a {@link Motion}.
 *
 * @param kind what became of it
 * @param approval the approval that it was about, as it is now; empty if there is none
 */
public record Ruling(Kind kind, Optional<Approval> approval) {
    /** What can become of a motion. */
    public enum Kind {
        /** It is done, or was done before by the same motion. */
        DONE,
        /** The call took a use, and may run. */
        GRANTED,
        /** Nobody has decided yet. */
        PENDING,
        /** A person refused. */
        DENIED,
        /** Its time is over. */
        EXPIRED,
        /** Other calls took all its uses. */
        SPENT,
        /** There is no such approval, or it covers another call. */
        UNKNOWN,
        /** Too much is open already, or waits to be recorded. */
        FULL,
        /** Somebody else decided, or its time is over. */
        ALREADY_DECIDED,
        /** The person has agreed before; another one must. */
        SAME_PERSON,
        /** It changed since the person saw it. */
        MOVED
    }

    public Ruling {
        requireNonNull(kind, "kind");
        requireNonNull(approval, "approval");
    }

    static Ruling of(Kind kind, Approval approval) {
        return new Ruling(kind, Optional.of(approval));
    }

    static Ruling of(Kind kind) {
        return new Ruling(kind, Optional.empty());
    }
}
