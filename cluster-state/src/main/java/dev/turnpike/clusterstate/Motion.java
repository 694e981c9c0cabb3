package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One thing that somebody wants of an approval; a {@link Docket} rules on it, in one step. The same twice counts once. */
public sealed interface Motion {
    /**
     * A call that needs a person: takes a use of an approval that covers it, or finds the open question, or opens one.
     *
     * @param id of the approval, should one be opened
     * @param taker names the call
     */
    record Ask(Question question, String id, String taker) implements Motion {
        public Ask {
            requireNonNull(question, "question");
            requireNonNull(id, "id");
            requireNonNull(taker, "taker");
        }
    }

    /**
     * A call that waits for one approval: takes a use of it, and opens no other.
     *
     * @param fingerprint of the call, which the approval must cover
     * @param taker names the call
     */
    record Take(String id, String fingerprint, String taker) implements Motion {
        public Take {
            requireNonNull(id, "id");
            requireNonNull(fingerprint, "fingerprint");
            requireNonNull(taker, "taker");
        }
    }

    /** The call that took a use surely did not run. */
    record GiveBack(String id, String taker) implements Motion {
        public GiveBack {
            requireNonNull(id, "id");
            requireNonNull(taker, "taker");
        }
    }

    /**
     * A person decides.
     *
     * @param stepId names this decision
     * @param approve yes or no
     * @param person who decides; what makes people different
     * @param edit what shall run instead, if the person changed the arguments and approves
     * @param basedOn the revision of the approval that the person saw, or {@link #ANY_REVISION}
     */
    record Decide(
            String id,
            String stepId,
            boolean approve,
            String person,
            String note,
            Optional<Approval.Edit> edit,
            long basedOn)
            implements Motion {
        /** For a decision that is meant whatever was edited before. */
        public static final long ANY_REVISION = -1;

        public Decide {
            requireNonNull(id, "id");
            requireNonNull(stepId, "stepId");
            requireNonNull(person, "person");
            requireNonNull(note, "note");
            requireNonNull(edit, "edit");
        }
    }

    /**
     * It is open, and must not be any more.
     *
     * @param note why
     */
    record Expire(String id, String note) implements Motion {
        public Expire {
            requireNonNull(id, "id");
            requireNonNull(note, "note");
        }
    }

    /** All steps up to that number have been recorded and made known. */
    record Note(String id, int number) implements Motion {
        public Note {
            requireNonNull(id, "id");
        }
    }

    /** Look at it. */
    record Look(String id) implements Motion {
        public Look {
            requireNonNull(id, "id");
        }
    }
}
