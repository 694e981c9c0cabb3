package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * One thing that happened to an approval.
 *
 * @param number rises by one with each step of an approval, from 1
 * @param id unique among all steps; who takes a step chooses it, so that the same step is not taken twice
 * @param kind what happened
 * @param atMillis when, in epoch milliseconds by the clock of whoever holds the approval
 * @param person who did it: an operator's name, or the grant's
 * @param note what that person said, at most {@link #LONGEST_NOTE} characters; may be empty
 */
public record ApprovalStep(int number, String id, Kind kind, long atMillis, String person, String note) {
    /** The longest note, in characters. */
    public static final int LONGEST_NOTE = 2_000;

    /** What can happen. */
    public enum Kind {
        /** A call asked for it. */
        REQUESTED,
        /** One person agreed, and others must still. */
        AGREED,
        /** The last person who had to agree did. */
        APPROVED,
        /** A person refused. */
        DENIED,
        /** Its time was over, or its policy changed. */
        EXPIRED,
        /** A call took one of its uses. */
        USED,
        /** A call that surely did not run gave its use back. */
        GIVEN_BACK
    }

    public ApprovalStep {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(person, "person");
        note = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    }
}
