package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question to people, and what became of it. Immutable; every step makes another one.
 *
 * @param id names it; tells nothing about the call
 * @param question what is asked
 * @param state where it stands
 * @param revision rises with every step that people should know of before they decide
 * @param requestedMillis when it was asked, in epoch milliseconds
 * @param expiresMillis until when it can be decided; once approved, until when it can be used
 * @param edit what runs instead of what was asked, if an approver changed the arguments
 * @param agreed the people who have agreed to what would run
 * @param used how many calls have taken it
 * @param takers the newest calls that took it, at most {@link #MOST_TAKERS}
 * @param told whether an agent has been told that it expired
 * @param steps the newest steps, at most {@link #MOST_STEPS}, the oldest first
 * @param noted the number of the last step that was recorded and made known
 */
public record Approval(
        String id,
        Question question,
        State state,
        long revision,
        long requestedMillis,
        long expiresMillis,
        Optional<Edit> edit,
        List<String> agreed,
        int used,
        List<String> takers,
        boolean told,
        List<ApprovalStep> steps,
        int noted) {
    /** How many calls are remembered that took an approval; an older one cannot give its use back. */
    public static final int MOST_TAKERS = 64;

    /** How many steps are kept. */
    public static final int MOST_STEPS = 256;

    /** Where an approval stands. */
    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        EXPIRED,
        USED;

        /** Whether something can still become of it. */
        public boolean isOpen() {
            return this == PENDING || this == APPROVED;
        }
    }

    /**
     * Arguments by an approver's hand.
     *
     * @param arguments JSON; empty once nobody needs them any more
     * @param fingerprint of the call with these arguments
     */
    public record Edit(String arguments, String fingerprint) {
        public Edit {
            requireNonNull(arguments, "arguments");
            requireNonNull(fingerprint, "fingerprint");
        }
    }

    public Approval {
        requireNonNull(id, "id");
        requireNonNull(question, "question");
        requireNonNull(state, "state");
        requireNonNull(edit, "edit");
        agreed = List.copyOf(agreed);
        takers = List.copyOf(takers);
        steps = List.copyOf(steps);
    }

    /** A new question. */
    static Approval of(String id, Question question, long nowMillis) {
        ApprovalStep first =
                new ApprovalStep(1, id, ApprovalStep.Kind.REQUESTED, nowMillis, question.grant(), /* note= */ "");
        return new Approval(
                id,
                question,
                State.PENDING,
                /* revision= */ 1,
                nowMillis,
                nowMillis + question.terms().expiresInMillis(),
                Optional.empty(),
                List.of(),
                /* used= */ 0,
                List.of(),
                /* told= */ false,
                List.of(first),
                /* noted= */ 0);
    }

    /** Whether it is about a call with this fingerprint, as asked or as edited. */
    public boolean covers(String fingerprint) {
        return question.fingerprint().equals(fingerprint)
                || edit.filter(some -> some.fingerprint().equals(fingerprint)).isPresent();
    }

    /** Whether a call has taken it and not given it back, as far as is remembered. */
    public boolean isTakenBy(String taker) {
        return takers.contains(taker);
    }

    /** How many calls it still lets through, should it be approved. */
    public int usesLeft() {
        return question.terms().uses() - used;
    }

    /** The newest step of that kind. */
    public Optional<ApprovalStep> last(ApprovalStep.Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).reduce((older, newer) -> newer);
    }

    /** The steps that were not recorded and made known yet. */
    public List<ApprovalStep> unnoted() {
        return steps.stream().filter(step -> step.number() > noted).toList();
    }

    /** The same for those who may not see the arguments. */
    public Approval withoutArguments() {
        return copy().arguments(/* kept= */ false).done();
    }

    /** How much memory it takes, roughly, in bytes. */
    int weight() {
        int text = question.arguments().length()
                + edit.map(some -> some.arguments().length()).orElse(0);
        for (ApprovalStep step : steps) {
            text += step.note().length();
        }
        return 2_048 + 2 * text;
    }

    Change copy() {
        return new Change(this);
    }

    /** An approval in the making. */
    static final class Change {
        private final Approval before;
        private Question question;
        private State state;
        private long revision;
        private long expiresMillis;
        private Optional<Edit> edit;
        private List<String> agreed;
        private int used;
        private List<String> takers;
        private boolean told;
        private List<ApprovalStep> steps;
        private int noted;

        private Change(Approval before) {
            this.before = before;
            this.question = before.question;
            this.state = before.state;
            this.revision = before.revision;
            this.expiresMillis = before.expiresMillis;
            this.edit = before.edit;
            this.agreed = before.agreed;
            this.used = before.used;
            this.takers = before.takers;
            this.told = before.told;
            this.steps = before.steps;
            this.noted = before.noted;
        }

        Change state(State to) {
            state = to;
            return this;
        }

        Change expires(long atMillis) {
            expiresMillis = atMillis;
            return this;
        }

        Change edited(Edit to) {
            edit = Optional.of(to);
            agreed = List.of(); // whoever agreed, agreed to something else
            return this;
        }

        Change agreed(String person) {
            agreed = new ArrayList<>(agreed);
            agreed.add(person);
            return this;
        }

        Change taken(String taker) {
            takers = new ArrayList<>(takers);
            takers.add(taker);
            takers = takers.subList(Math.max(0, takers.size() - MOST_TAKERS), takers.size());
            used++;
            return this;
        }

        Change givenBack(String taker) {
            takers = new ArrayList<>(takers);
            takers.remove(taker);
            used--;
            return this;
        }

        Change told() {
            told = true;
            return this;
        }

        Change noted(int number) {
            noted = Math.max(noted, number);
            return this;
        }

        Change arguments(boolean kept) {
            if (!kept) {
                question = question.withoutArguments();
                edit = edit.map(some -> new Edit("", some.fingerprint()));
            }
            return this;
        }

        Change step(String id, ApprovalStep.Kind kind, long nowMillis, String person, String note) {
            int number = steps.get(steps.size() - 1).number() + 1;
            steps = new ArrayList<>(steps);
            steps.add(new ApprovalStep(number, id, kind, nowMillis, person, note));
            steps = steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size());
            revision++;
            return this;
        }

        Approval done() {
            return new Approval(
                    before.id,
                    question,
                    state,
                    revision,
                    before.requestedMillis,
                    expiresMillis,
                    edit,
                    agreed,
                    used,
                    takers,
                    told,
                    steps,
                    noted);
        }
    }
}
