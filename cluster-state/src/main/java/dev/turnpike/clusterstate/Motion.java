package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** One thing that somebody wants of an approval; a {@link Docket} rules on it, in one step. The same twice counts once. */
public sealed interface Motion {
    /** The id of the approval that it is about, or that it would open. */
    String id();

    /** Answers with what {@code cases} makes of it. */
    <R> R fold(Cases<R> cases);

    /** One answer for each kind of motion. */
    interface Cases<R> {
        R ask(Ask motion);

        R take(Take motion);

        R giveBack(GiveBack motion);

        R decide(Decide motion);

        R expire(Expire motion);

        R note(Note motion);

        R look(Look motion);
    }

    /**
     * A call that needs a person: takes a use of an approval that covers it, or finds the open question, or opens one.
     * If it opened one before that is over by now, it hears so: a new question needs a new id.
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

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.ask(this);
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

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.take(this);
        }
    }

    /** The call that took a use surely did not run. */
    record GiveBack(String id, String taker) implements Motion {
        public GiveBack {
            requireNonNull(id, "id");
            requireNonNull(taker, "taker");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.giveBack(this);
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

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.decide(this);
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

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.expire(this);
        }
    }

    /** All steps up to that number have been recorded and made known. */
    record Note(String id, int number) implements Motion {
        public Note {
            requireNonNull(id, "id");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.note(this);
        }
    }

    /** Look at it. */
    record Look(String id) implements Motion {
        public Look {
            requireNonNull(id, "id");
        }

        @Override
        public <R> R fold(Cases<R> cases) {
            return cases.look(this);
        }
    }
}
