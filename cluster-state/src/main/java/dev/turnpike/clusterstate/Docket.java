package dev.turnpike.clusterstate;

import dev.turnpike.clusterstate.Approval.State;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The approvals of some grants, and the rules by which they change; the whole state machine, without a clock of its own.
 * Pure but mutable: confined to whoever holds it.
 *
 * <p>Time is that of whoever holds it, and never runs backwards. An approval whose time is over cannot be used or
 * decided, whether or not {@link #sweep} has come by.
 */
public final class Docket {
    /** The most approvals of one grant that are open, or not recorded yet. */
    public static final int MOST_OPEN = 1_000;

    /** The most memory that those may take, roughly. */
    static final long MOST_OPEN_BYTES = 2L << 20;

    /** The most memory that all approvals of a docket may take, roughly; then the oldest closed ones are forgotten. */
    static final long MOST_BYTES = 16L << 20;

    /** How long a decided approval is remembered, without its arguments, once nothing more can become of it. */
    public static final long REMEMBERED_MILLIS = 3_600_000;

    /** How long one is remembered that nobody records. */
    public static final long UNNOTED_MILLIS = 86_400_000;

    private final Shelf shelf = new Shelf();
    private long latestMillis;

    /** An empty one. */
    public Docket() {
        this(Long.MIN_VALUE, List.of());
    }

    /** The docket that had these, the oldest first. */
    public Docket(long latestMillis, Collection<Approval> approvals) {
        this.latestMillis = latestMillis;
        approvals.forEach(shelf::put);
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

        /** The same, and in any case those approvals as they are now. */
        public Change with(Collection<Approval> approvals) {
            Map<String, Approval> all = new LinkedHashMap<>();
            changed.forEach(approval -> all.put(approval.id(), approval));
            approvals.forEach(approval -> all.put(approval.id(), approval));
            return new Change(latestMillis, List.copyOf(all.values()), removed);
        }
    }

    /** A ruling, and what it changed. */
    public record Ruled(Ruling ruling, Change change) {
        /** What watchers hear of it. */
        public List<Approval> news(Motion motion) {
            return motion instanceof Motion.Note ? List.of() : change.changed();
        }
    }

    /** The latest time it saw. */
    public long latestMillis() {
        return latestMillis;
    }

    /** All of them, the oldest first. */
    public Collection<Approval> approvals() {
        return List.copyOf(shelf.all());
    }

    /** Those that are wanted, as they are at that time and without their arguments, the oldest first. Changes nothing. */
    public List<Approval> list(ApprovalDesk.Which which, long nowMillis) {
        long now = Math.max(latestMillis, nowMillis);
        return shelf.all().stream()
                .map(approval -> approval.at(now))
                .filter(approval -> which == ApprovalDesk.Which.ALL || approval.state() == State.PENDING)
                .map(Approval::withoutArguments)
                .toList();
    }

    /** Which of these are not pending at that time, or not known. Changes nothing. */
    public Set<String> decided(Collection<String> ids, long nowMillis) {
        long now = Math.max(latestMillis, nowMillis);
        return ids.stream()
                .filter(id -> {
                    Approval approval = shelf.get(id);
                    return approval == null || approval.at(now).state() != State.PENDING;
                })
                .collect(Collectors.toSet());
    }

    /** Those that something is left to do for, without their arguments; the oldest first. */
    public List<Approval> unsettled(ApprovalDesk.Left left) {
        return shelf.all().stream()
                .filter(approval -> approval.hasUnnoted()
                        || (left == ApprovalDesk.Left.ALL && approval.state().isOpen()))
                .map(Approval::withoutArguments)
                .toList();
    }

    /** Takes over what changed elsewhere. */
    public void apply(Change change) {
        latestMillis = Math.max(latestMillis, change.latestMillis());
        change.removed().forEach(shelf::remove);
        change.changed().forEach(shelf::put);
    }

    /** Rules on one motion. */
    public Ruled rule(Motion motion, long nowMillis) {
        Hearing hearing = hearing(nowMillis);
        Ruling ruling = motion.fold(hearing);
        return new Ruled(ruling, hearing.change());
    }

    /** Ends what is over, forgets what nobody asks about any more, and tells what changed. */
    public Change sweep(long nowMillis) {
        Hearing hearing = hearing(nowMillis);
        hearing.sweep();
        return hearing.change();
    }

    private Hearing hearing(long nowMillis) {
        latestMillis = Math.max(latestMillis, nowMillis);
        return new Hearing(shelf, latestMillis);
    }
}
