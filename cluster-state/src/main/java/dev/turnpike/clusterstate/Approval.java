package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

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
 * @param steps the newest {@link #MOST_STEPS} steps, and every one that was not noted yet; the oldest first
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

    /** How many steps are kept, and more only until they are noted. */
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
        /** @throws IllegalArgumentException if the arguments are too long */
        public Edit {
            requireNonNull(fingerprint, "fingerprint");
            Question.requireShort(arguments);
        }

        /** Without the arguments, which must not come into a log. */
        @Override
        public String toString() {
            return "edit";
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
        return but().arguments(/* kept= */ false).done();
    }

    /** Whether steps are left to record and to make known. */
    boolean hasUnnoted() {
        return newest().number() > noted;
    }

    /** Whether so many steps wait to be recorded that no more can be taken but to end it. */
    boolean isBehind() {
        return newest().number() - noted >= MOST_STEPS;
    }

    /** The newest step. */
    ApprovalStep newest() {
        return steps.get(steps.size() - 1);
    }

    boolean hasArguments() {
        return !question.arguments().isEmpty()
                || edit.filter(some -> !some.arguments().isEmpty()).isPresent();
    }

    /** The fingerprint of what would run. */
    String standing() {
        return edit.map(Edit::fingerprint).orElse(question.fingerprint());
    }

    /** As it is at that time: over, if its time is. The same whoever looks, and however late. */
    Approval at(long nowMillis) {
        return state.isOpen() && nowMillis >= expiresMillis
                ? expired(Math.max(expiresMillis, newest().atMillis()), "its time is over")
                : this;
    }

    /** As it is once it ended at that time without a decision, or without having been used up. */
    Approval expired(long atMillis, String note) {
        return but().state(State.EXPIRED)
                .arguments(/* kept= */ false)
                .step(id + ".expired", ApprovalStep.Kind.EXPIRED, atMillis, /* person= */ "", note)
                .done();
    }

    /** How much memory it takes, roughly, in bytes. */
    int weight() {
        int text = question.arguments().length()
                + question.reason().length()
                + edit.map(some -> some.arguments().length()).orElse(0);
        for (ApprovalStep step : steps) {
            text += step.note().length();
        }
        return 1_024 + 2 * text + 256 * (steps.size() - 1 + takers.size() + agreed.size());
    }

    ApprovalChange but() {
        return new ApprovalChange(this);
    }
}
