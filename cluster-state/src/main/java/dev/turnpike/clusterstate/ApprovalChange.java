package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Approval.Edit;
import dev.turnpike.clusterstate.Approval.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An approval in the making: another one, but for what is said here. */
final class ApprovalChange {
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

    ApprovalChange(Approval before) {
        this.before = before;
        this.question = before.question();
        this.state = before.state();
        this.revision = before.revision();
        this.expiresMillis = before.expiresMillis();
        this.edit = before.edit();
        this.agreed = before.agreed();
        this.used = before.used();
        this.takers = before.takers();
        this.told = before.told();
        this.steps = before.steps();
        this.noted = before.noted();
    }

    ApprovalChange state(State to) {
        state = to;
        return this;
    }

    ApprovalChange expires(long atMillis) {
        expiresMillis = atMillis;
        return this;
    }

    ApprovalChange edited(Edit to) {
        edit = Optional.of(to);
        agreed = List.of(); // whoever agreed, agreed to something else
        return this;
    }

    ApprovalChange agreed(String person) {
        agreed = new ArrayList<>(agreed);
        agreed.add(person);
        return this;
    }

    ApprovalChange taken(String taker) {
        takers = new ArrayList<>(takers);
        takers.add(taker);
        takers = takers.subList(Math.max(0, takers.size() - Approval.MOST_TAKERS), takers.size());
        used++;
        return this;
    }

    ApprovalChange givenBack(String taker) {
        takers = new ArrayList<>(takers);
        takers.remove(taker);
        used--;
        return this;
    }

    ApprovalChange told() {
        told = true;
        return this;
    }

    /** Steps that are yet to come cannot have been noted. */
    ApprovalChange noted(int number) {
        noted = Math.max(noted, Math.min(number, before.newest().number()));
        return this;
    }

    ApprovalChange arguments(boolean kept) {
        if (!kept) {
            question = question.withoutArguments();
            edit = edit.map(some -> new Edit("", some.fingerprint()));
        }
        return this;
    }

    /** Takes a step. Only steps that were noted make room for it. */
    ApprovalChange step(String id, ApprovalStep.Kind kind, long nowMillis, String person, String note) {
        int number = steps.get(steps.size() - 1).number() + 1;
        steps = new ArrayList<>(steps);
        steps.add(new ApprovalStep(number, id, kind, nowMillis, person, note));
        while (steps.size() > Approval.MOST_STEPS && steps.get(0).number() <= noted) {
            steps.remove(0);
        }
        revision++;
        return this;
    }

    Approval done() {
        return new Approval(
                before.id(),
                question,
                state,
                revision,
                before.requestedMillis(),
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
