package dev.turnpike.gateway.approvals;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Approval;
import java.util.Optional;

/**
 * What became of a person's decision.
 *
 * @param kind whether it counts, and why not
 * @param message for people
 * @param approval as it is now, with its arguments; empty where there is none
 */
public record Decided(Kind kind, String message, Optional<Approval> approval) {
    /** Whether a decision counts, and why not. */
    public enum Kind {
        /** It counts; where more people must agree, as one of them. */
        COUNTS,
        /** There is no such approval. */
        UNKNOWN,
        /** Somebody else decided, or its time is over. */
        ALREADY_DECIDED,
        /** It changed since the person saw it. */
        MOVED,
        /** The person agreed before; another one must. */
        SAME_PERSON,
        /** The policy was edited, or the grant is gone or disabled: nothing may come of it. */
        VOID,
        /** The person's own grant asks. */
        OWN_REQUEST,
        /** The edited arguments are none, too long, or refused by the policy. */
        EDIT_REFUSED
    }

    public Decided {
        requireNonNull(kind, "kind");
        requireNonNull(message, "message");
        requireNonNull(approval, "approval");
    }
}
