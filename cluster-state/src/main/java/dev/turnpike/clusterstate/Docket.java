package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.ApprovalStep.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The approvals of some grants, and the rules by which they change; the whole state machine, without a clock of its own.
 * Pure but mutable: confined to whoever holds it.
 *
 * <p>Time is that of whoever holds it, and never runs backwards. An approval whose time is over cannot be used or
 * decided, whether or not {@link #sweep} has come by.
 */
public final class Docket {
    /** The most open questions and unused approvals of one grant. */
    public static final int MOST_OPEN = 1_000;

    /** The most memory that all approvals of a docket may take, roughly. */
    static final long MOST_BYTES = 16L << 20;

    /** How long a decided approval is remembered, without its arguments, once nothing more can become of it. */
    public static final long REMEMBERED_MILLIS = 3_600_000;

    private final Map<String, Approval> approvals = new LinkedHashMap<>();
    private final Map<String, Set<String>> byFingerprint = new HashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private long bytes;
    private long latestMillis;

    /** An empty one. */
    public Docket() {
        this(Long.MIN_VALUE, List.of());
    }

    /** The docket that had these. */
    public Docket(long latestMillis, Collection<Approval> approvals) {
        this.latestMillis = latestMillis;
        approvals.forEach(this::put);
    }

    /**
     * What changed, for copies of the docket: results, not commands.
     *
     * @param latestMillis the docket's time afterwards
     * @param changed approvals as they are now
     * @param removed the ids of those that are gone
     */
    public record Change(long latestMillis, List<Approval> changed, List<String> removed) {
        public Change {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        /** Whether there is nothing to tell. */
        public boolean isEmpty() {
            return changed.isEmpty() && removed.isEmpty();
        }
    }

    /** The latest time it saw. */
    public long latestMillis() {
        return latestMillis;
    }

    /** All of them, the oldest first. */
    public Collection<Approval> approvals() {
        return approvals.values();
    }

    /** Those that fit, the oldest first. */
    public List<Approval> find(Predicate<Approval> wanted) {
        return approvals.values().stream().filter(wanted).toList();
    }

    /** Takes over what changed elsewhere. */
    public void apply(Change change) {
        latestMillis = Math.max(latestMillis, change.latestMillis());
        change.removed().forEach(this::remove);
        change.changed().forEach(this::put);
    }

    /**
     * Rules on one motion.
     *
     * @param changed gets every approval that is another one now
     */
    public Ruling rule(Motion motion, long nowMillis, Collection<Approval> changed) {
        long now = seen(nowMillis);
        if (motion instanceof Motion.Ask ask) {
            return ask(ask, now, changed);
        }
        if (motion instanceof Motion.Take take) {
            Approval approval = current(take.id(), now, changed);
            return approval == null || !approval.covers(take.fingerprint())
                    ? Ruling.of(Ruling.Kind.UNKNOWN)
                    : take(approval, take.taker(), now, changed);
        }
        if (motion instanceof Motion.GiveBack back) {
            return giveBack(current(back.id(), now, changed), back.taker(), now, changed);
        }
        if (motion instanceof Motion.Decide decide) {
            return decide(current(decide.id(), now, changed), decide, now, changed);
        }
        if (motion instanceof Motion.Expire expire) {
            Approval approval = current(expire.id(), now, changed);
            return approval == null
                    ? Ruling.of(Ruling.Kind.UNKNOWN)
                    : Ruling.of(Ruling.Kind.DONE, expired(approval, now, expire.note(), changed));
        }
        if (motion instanceof Motion.Note note) {
            return note(note, changed);
        }
        Approval approval = current(((Motion.Look) motion).id(), now, changed);
        return approval == null ? Ruling.of(Ruling.Kind.UNKNOWN) : Ruling.of(Ruling.Kind.DONE, approval);
    }

    /** Ends what is over, forgets what nobody asks about any more, and tells what changed. */
    public Change sweep(long nowMillis) {
        long now = seen(nowMillis);
        Set<Approval> changed = new LinkedHashSet<>();
        List<String> removed = new ArrayList<>();
        for (Approval approval : List.copyOf(approvals.values())) {
            if (approval.state().isOpen()) {
                expireIfDue(approval, now, changed);
            } else if (now >= approval.expiresMillis() + REMEMBERED_MILLIS) {
                remove(approval.id());
                removed.add(approval.id());
            } else if (now >= approval.expiresMillis() && hasArguments(approval)) {
                changed(approval.copy().arguments(/* kept= */ false).done(), changed);
            }
        }
        return new Change(latestMillis, List.copyOf(changed), removed);
    }

    private Ruling ask(Motion.Ask ask, long now, Collection<Approval> changed) {
        Approval denied = null;
        Approval pending = null;
        Approval untold = null;
        for (String id : List.copyOf(byFingerprint.getOrDefault(ask.question().fingerprint(), Set.of()))) {
            Approval approval = current(id, now, changed);
            if (approval == null) {
                continue;
            }
            if (approval.state() == State.APPROVED || approval.isTakenBy(ask.taker())) {
                return take(approval, ask.taker(), now, changed);
            }
            pending = approval.state() == State.PENDING ? approval : pending;
            denied = approval.state() == State.DENIED && now < approval.expiresMillis() ? approval : denied;
            untold = approval.state() == State.EXPIRED && !approval.told() ? approval : untold;
        }
        if (pending != null) {
            return Ruling.of(Ruling.Kind.PENDING, pending);
        }
        if (denied != null) {
            return Ruling.of(Ruling.Kind.DENIED, denied);
        }
        if (untold != null) {
            return Ruling.of(Ruling.Kind.EXPIRED, changed(untold.copy().told().done(), changed));
        }
        return open(ask, now, changed);
    }

    private Ruling open(Motion.Ask ask, long now, Collection<Approval> changed) {
        Approval approval = Approval.of(ask.id(), ask.question(), now);
        if (open.getOrDefault(ask.question().grant(), 0) >= MOST_OPEN || bytes + approval.weight() > MOST_BYTES) {
            return Ruling.of(Ruling.Kind.FULL);
        }
        return Ruling.of(Ruling.Kind.PENDING, changed(approval, changed));
    }

    private Ruling take(Approval approval, String taker, long now, Collection<Approval> changed) {
        if (approval.isTakenBy(taker)) {
            return Ruling.of(Ruling.Kind.GRANTED, approval);
        }
        return switch (approval.state()) {
            case PENDING -> Ruling.of(Ruling.Kind.PENDING, approval);
            case DENIED -> Ruling.of(Ruling.Kind.DENIED, approval);
            case USED -> Ruling.of(Ruling.Kind.SPENT, approval);
            case EXPIRED ->
                Ruling.of(
                        Ruling.Kind.EXPIRED,
                        approval.told()
                                ? approval
                                : changed(approval.copy().told().done(), changed));
            case APPROVED -> {
                Approval.Change taken = approval.copy()
                        .taken(taker)
                        .step(taker, Kind.USED, now, approval.question().grant(), /* note= */ "");
                yield Ruling.of(
                        Ruling.Kind.GRANTED,
                        changed((approval.usesLeft() > 1 ? taken : taken.state(State.USED)).done(), changed));
            }
        };
    }

    private Ruling giveBack(@Nullable Approval approval, String taker, long now, Collection<Approval> changed) {
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        if (!approval.isTakenBy(taker)) {
            return Ruling.of(Ruling.Kind.DONE, approval);
        }
        Approval.Change back = approval.copy()
                .givenBack(taker)
                .step(taker, Kind.GIVEN_BACK, now, approval.question().grant(), /* note= */ "");
        if (approval.state() == State.USED) {
            back.state(State.APPROVED);
        }
        Approval after = changed(back.done(), changed);
        return Ruling.of(Ruling.Kind.DONE, after.state().isOpen() ? expireIfDue(after, now, changed) : after);
    }

    private Ruling decide(@Nullable Approval approval, Motion.Decide decide, long now, Collection<Approval> changed) {
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        if (approval.steps().stream().anyMatch(step -> step.id().equals(decide.stepId()))) {
            return Ruling.of(Ruling.Kind.DONE, approval);
        }
        if (approval.state() != State.PENDING) {
            return Ruling.of(Ruling.Kind.ALREADY_DECIDED, approval);
        }
        if (decide.basedOn() != Motion.Decide.ANY_REVISION && decide.basedOn() != approval.revision()) {
            return Ruling.of(Ruling.Kind.MOVED, approval);
        }
        if (!decide.approve()) {
            return Ruling.of(
                    Ruling.Kind.DONE,
                    changed(
                            approval.copy()
                                    .state(State.DENIED)
                                    .arguments(/* kept= */ false)
                                    .step(decide.stepId(), Kind.DENIED, now, decide.person(), decide.note())
                                    .done(),
                            changed));
        }
        return approve(approval, decide, now, changed);
    }

    private Ruling approve(Approval approval, Motion.Decide decide, long now, Collection<Approval> changed) {
        Approval.Change change = approval.copy();
        boolean edits = decide.edit().isPresent() && !decide.edit().equals(approval.edit());
        if (edits) {
            change.edited(decide.edit().get());
        } else if (approval.agreed().contains(decide.person())) {
            return Ruling.of(Ruling.Kind.SAME_PERSON, approval);
        }
        int agreed = 1 + (edits ? 0 : approval.agreed().size());
        Question.Terms terms = approval.question().terms();
        boolean last = agreed >= terms.approvers();
        change.agreed(decide.person())
                .step(decide.stepId(), last ? Kind.APPROVED : Kind.AGREED, now, decide.person(), decide.note());
        if (last) {
            change.state(State.APPROVED);
            if (terms.validForMillis() > 0) {
                change.expires(now + terms.validForMillis());
            }
        }
        return Ruling.of(Ruling.Kind.DONE, changed(change.done(), changed));
    }

    private Ruling note(Motion.Note note, Collection<Approval> changed) {
        Approval approval = approvals.get(note.id());
        if (approval == null) {
            return Ruling.of(Ruling.Kind.UNKNOWN);
        }
        return Ruling.of(
                Ruling.Kind.DONE,
                approval.noted() >= note.number()
                        ? approval
                        : changed(approval.copy().noted(note.number()).done(), changed));
    }

    private @Nullable Approval current(String id, long now, Collection<Approval> changed) {
        Approval approval = approvals.get(id);
        return approval == null || !approval.state().isOpen() ? approval : expireIfDue(approval, now, changed);
    }

    private Approval expireIfDue(Approval approval, long now, Collection<Approval> changed) {
        return now < approval.expiresMillis() ? approval : expired(approval, now, "its time is over", changed);
    }

    private Approval expired(Approval approval, long now, String note, Collection<Approval> changed) {
        if (!approval.state().isOpen()) {
            return approval;
        }
        return changed(
                approval.copy()
                        .state(State.EXPIRED)
                        .arguments(/* kept= */ false)
                        .step(approval.id() + ".expired", Kind.EXPIRED, now, /* person= */ "", note)
                        .done(),
                changed);
    }

    private long seen(long nowMillis) {
        latestMillis = Math.max(latestMillis, nowMillis);
        return latestMillis;
    }

    private Approval changed(Approval approval, Collection<Approval> changed) {
        put(approval);
        changed.removeIf(earlier -> earlier.id().equals(approval.id()));
        changed.add(approval);
        return approval;
    }

    private static boolean hasArguments(Approval approval) {
        return !approval.question().arguments().isEmpty()
                || approval.edit().filter(edit -> !edit.arguments().isEmpty()).isPresent();
    }

    private void put(Approval approval) {
        remove(approval.id());
        approvals.put(approval.id(), approval);
        bytes += approval.weight();
        fingerprints(approval)
                .forEach(print -> byFingerprint
                        .computeIfAbsent(print, first -> new LinkedHashSet<>())
                        .add(approval.id()));
        if (approval.state().isOpen()) {
            open.merge(approval.question().grant(), 1, Integer::sum);
        }
    }

    private void remove(String id) {
        Approval approval = approvals.remove(id);
        if (approval == null) {
            return;
        }
        bytes -= approval.weight();
        fingerprints(approval)
                .forEach(print -> byFingerprint.computeIfPresent(print, (same, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                }));
        if (approval.state().isOpen()) {
            open.computeIfPresent(
                    approval.question().grant(), (grant, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        }
    }

    private static Set<String> fingerprints(Approval approval) {
        Set<String> both = new LinkedHashSet<>();
        both.add(approval.question().fingerprint());
        approval.edit().ifPresent(edit -> both.add(edit.fingerprint()));
        return both;
    }
}
