package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.ApprovalStep.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One motion before a {@link Docket}, at one time: how it is ruled on, and what that changes. */
final class Hearing implements Motion.Cases<Ruling> {
    private final Shelf shelf;
    private final long now;
    private final Map<String, Approval> changed = new LinkedHashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    Hearing(Shelf shelf, long nowMillis) {
        this.shelf = shelf;
        this.now = nowMillis;
    }

    Docket.Change change() {
        return new Docket.Change(now, List.copyOf(changed.values()), List.copyOf(removed));
    }

    @Override
    public Ruling ask(Motion.Ask motion) {
        List<Approval> covering = shelf.covering(motion.question().fingerprint()).stream()
                .map(this::current)
                .toList();
        Optional<Approval> taken = first(covering, approval -> approval.isTakenBy(motion.taker()));
        Optional<Approval> usable = taken.or(() -> first(covering, approval -> approval.state() == State.APPROVED));
        if (usable.isPresent()) {
            return take(usable.get(), motion.taker());
        }
        return first(covering, approval -> approval.state() == State.PENDING)
                .map(pending -> Ruling.of(Ruling.Kind.PENDING, pending))
                .or(() -> first(
                                covering,
                                approval -> approval.state() == State.DENIED && now < approval.expiresMillis())
                        .map(denied -> Ruling.of(Ruling.Kind.DENIED, denied)))
                .or(() -> first(covering, approval -> approval.state() == State.EXPIRED && !approval.told())
                        .map(this::tellExpired))
                .orElseGet(() -> open(motion));
    }

    private Ruling open(Motion.Ask motion) {
        Approval same = shelf.get(motion.id());
        if (same != null) { // opened by this motion when it came before, and over since
            return same.covers(motion.question().fingerprint())
                    ? take(current(same), motion.taker())
                    : Ruling.of(Ruling.Kind.UNKNOWN);
        }
        Approval next = Approval.of(motion.id(), motion.question(), now);
        if (!shelf.isWithinGrant(next)) {
            return Ruling.of(Ruling.Kind.FULL);
        }
        for (String id = shelf.idlest(); id != null && !shelf.hasRoomFor(next); id = shelf.idlest()) {
            forget(id);
        }
        return shelf.hasRoomFor(next) ? Ruling.of(Ruling.Kind.PENDING, changed(next)) : Ruling.of(Ruling.Kind.FULL);
    }

    @Override
    public Ruling take(Motion.Take motion) {
        Approval approval = current(motion.id());
        return approval == null || !approval.covers(motion.fingerprint())
                ? Ruling.of(Ruling.Kind.UNKNOWN)
                : take(approval, motion.taker());
    }

    private Ruling take(Approval approval, String taker) {
        if (approval.isTakenBy(taker)) {
            return Ruling.of(Ruling.Kind.GRANTED, approval);
        }
        return switch (approval.state()) {
            case PENDING -> Ruling.of(Ruling.Kind.PENDING, approval);
            case DENIED -> Ruling.of(Ruling.Kind.DENIED, approval);
            case USED -> Ruling.of(Ruling.Kind.SPENT, approval);
            case EXPIRED -> tellExpired(approval);
            case APPROVED ->
                approval.isBehind()
                        ? Ruling.of(Ruling.Kind.FULL, approval)
                        : Ruling.of(
                                Ruling.Kind.GRANTED,
                                changed(approval.but()
                                        .taken(taker)
                                        .state(approval.usesLeft() > 1 ? State.APPROVED : State.USED)
                                        .step(stepOf(taker, approval), Kind.USED, now, grant(approval), "")
                                        .done()));
        };
    }

    private Ruling tellExpired(Approval approval) {
        return Ruling.of(
                Ruling.Kind.EXPIRED,
                approval.told() ? approval : changed(approval.but().told().done()));
    }

    @Override
    public Ruling giveBack(Motion.GiveBack motion) {
        Approval approval = current(motion.id());
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        if (!approval.isTakenBy(motion.taker())) {
            return Ruling.of(Ruling.Kind.DONE, approval);
        }
        Approval after = changed(approval.but()
                .givenBack(motion.taker())
                .state(approval.state() == State.USED ? State.APPROVED : approval.state())
                .step(stepOf(motion.taker(), approval), Kind.GIVEN_BACK, now, grant(approval), "")
                .done());
        return Ruling.of(Ruling.Kind.DONE, current(after));
    }

    @Override
    public Ruling decide(Motion.Decide motion) {
        Approval approval = current(motion.id());
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        if (approval.steps().stream().anyMatch(step -> isBy(motion, step))) {
            return Ruling.of(Ruling.Kind.DONE, approval);
        }
        if (approval.state() != State.PENDING) {
            return Ruling.of(Ruling.Kind.ALREADY_DECIDED, approval);
        }
        if (motion.basedOn() != Motion.Decide.ANY_REVISION && motion.basedOn() != approval.revision()) {
            return Ruling.of(Ruling.Kind.MOVED, approval);
        }
        return motion.approve()
                ? approve(approval, motion)
                : Ruling.of(
                        Ruling.Kind.DONE,
                        changed(approval.but()
                                .state(State.DENIED)
                                .arguments(/* kept= */ false)
                                .step(motion.stepId(), Kind.DENIED, now, motion.person(), motion.note())
                                .done()));
    }

    private Ruling approve(Approval approval, Motion.Decide motion) {
        ApprovalChange change = approval.but();
        int agreed = approval.agreed().size();
        // Who sends what stands already agrees to it, and does not edit.
        if (motion.edit()
                .filter(edit -> !edit.fingerprint().equals(approval.standing()))
                .isPresent()) {
            change.edited(motion.edit().get());
            agreed = 0;
        } else if (approval.agreed().contains(motion.person())) {
            return Ruling.of(Ruling.Kind.SAME_PERSON, approval);
        }
        if (approval.isBehind()) {
            return Ruling.of(Ruling.Kind.FULL, approval);
        }
        Question.Terms terms = approval.question().terms();
        boolean last = agreed + 1 >= terms.approvers();
        change.agreed(motion.person())
                .step(motion.stepId(), last ? Kind.APPROVED : Kind.AGREED, now, motion.person(), motion.note());
        if (last) {
            change.state(State.APPROVED);
            if (terms.validForMillis() > 0) {
                change.expires(now + terms.validForMillis());
            }
        }
        return Ruling.of(Ruling.Kind.DONE, changed(change.done()));
    }

    private static boolean isBy(Motion.Decide motion, ApprovalStep step) {
        return step.id().equals(motion.stepId())
                && (motion.approve()
                        ? step.kind() == Kind.AGREED || step.kind() == Kind.APPROVED
                        : step.kind() == Kind.DENIED);
    }

    @Override
    public Ruling expire(Motion.Expire motion) {
        Approval approval = current(motion.id());
        return approval == null
                ? Ruling.of(Ruling.Kind.UNKNOWN)
                : Ruling.of(
                        Ruling.Kind.DONE,
                        approval.state().isOpen() ? changed(approval.expired(now, motion.note())) : approval);
    }

    @Override
    public Ruling note(Motion.Note motion) {
        Approval approval = shelf.get(motion.id());
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        Approval after = approval.but().noted(motion.number()).done();
        return Ruling.of(Ruling.Kind.DONE, after.noted() == approval.noted() ? approval : changed(after));
    }

    @Override
    public Ruling look(Motion.Look motion) {
        Approval approval = current(motion.id());
        return approval == null ? Ruling.of(Ruling.Kind.UNKNOWN) : Ruling.of(Ruling.Kind.DONE, approval);
    }

    /** Ends what is over, drops arguments that nobody needs any more, and forgets what nobody asks about. */
    void sweep() {
        for (Approval stored : List.copyOf(shelf.all())) {
            Approval approval = current(stored);
            long overMillis = now - approval.expiresMillis();
            if (approval.state().isOpen() || overMillis < 0) {
                continue;
            }
            if (overMillis >= (approval.hasUnnoted() ? Docket.UNNOTED_MILLIS : Docket.REMEMBERED_MILLIS)) {
                forget(approval.id());
            } else if (approval.hasArguments()) {
                changed(approval.withoutArguments());
            }
        }
    }

    private @Nullable Approval current(String id) {
        Approval approval = shelf.get(id);
        return approval == null ? null : current(approval);
    }

    private Approval current(Approval approval) {
        Approval current = approval.at(now);
        return current.state() == approval.state() ? approval : changed(current);
    }

    private Approval changed(Approval approval) {
        shelf.put(approval);
        changed.put(approval.id(), approval);
        return approval;
    }

    private void forget(String id) {
        shelf.remove(id);
        changed.remove(id);
        removed.add(id);
    }

    /** The same call may take, give back, and take again. */
    private static String stepOf(String taker, Approval approval) {
        return taker + "." + (approval.newest().number() + 1);
    }

    private static String grant(Approval approval) {
        return approval.question().grant();
    }

    private static Optional<Approval> first(List<Approval> some, java.util.function.Predicate<Approval> wanted) {
        return some.stream().filter(wanted).findFirst();
    }
}
