package dev.turnpike.clusterstate;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The approvals of a {@link Docket}: found by id or fingerprint, in the order of the requests, and weighed. */
final class Shelf {
    private final Map<String, Approval> approvals = new LinkedHashMap<>();
    private final Map<String, Set<String>> byFingerprint = new HashMap<>();
    private final Map<String, Load> held = new HashMap<>();
    /** The ids of those that may be forgotten, the one that could be first comes first. */
    private final Set<String> idle = new LinkedHashSet<>();

    private long bytes;

    /** What a grant holds of the shelf and that may not be forgotten: what is open, or not recorded yet. */
    private record Load(int count, long bytes) {
        static final Load NONE = new Load(0, 0);

        Load plus(int more, long weight) {
            return new Load(count + more, bytes + weight);
        }
    }

    /** All of them, the oldest first. */
    Collection<Approval> all() {
        return approvals.values();
    }

    @Nullable
    Approval get(String id) {
        return approvals.get(id);
    }

    /** Those that cover a call with this fingerprint. */
    List<Approval> covering(String fingerprint) {
        return byFingerprint.getOrDefault(fingerprint, Set.of()).stream()
                .flatMap(id -> java.util.Optional.ofNullable(approvals.get(id)).stream())
                .toList();
    }

    /** Whether its grant may open this one more, as far as the grant's own are concerned. */
    boolean isWithinGrant(Approval next) {
        Load load = held.getOrDefault(next.question().grant(), Load.NONE);
        return load.count < Docket.MOST_OPEN && load.bytes + next.weight() <= Docket.MOST_OPEN_BYTES;
    }

    /** Whether there is room for it. */
    boolean hasRoomFor(Approval next) {
        return bytes + next.weight() <= Docket.MOST_BYTES;
    }

    /** The one to forget first, if any may be forgotten. */
    @Nullable
    String idlest() {
        Iterator<String> ids = idle.iterator();
        return ids.hasNext() ? ids.next() : null;
    }

    void put(Approval approval) {
        Approval before = approvals.put(approval.id(), approval);
        if (before != null) {
            unlist(before);
        }
        bytes += approval.weight();
        for (String fingerprint : fingerprints(approval)) {
            byFingerprint
                    .computeIfAbsent(fingerprint, first -> new LinkedHashSet<>())
                    .add(approval.id());
        }
        if (isHeld(approval)) {
            idle.remove(approval.id());
            load(approval, 1);
        } else {
            idle.add(approval.id());
        }
    }

    void remove(String id) {
        Approval approval = approvals.remove(id);
        if (approval != null) {
            unlist(approval);
            idle.remove(id);
        }
    }

    private void unlist(Approval approval) {
        bytes -= approval.weight();
        for (String fingerprint : fingerprints(approval)) {
            byFingerprint.computeIfPresent(fingerprint, (same, ids) -> {
                ids.remove(approval.id());
                return ids.isEmpty() ? null : ids;
            });
        }
        if (isHeld(approval)) {
            load(approval, -1);
        }
    }

    private void load(Approval approval, int sign) {
        Load load =
                held.getOrDefault(approval.question().grant(), Load.NONE).plus(sign, (long) sign * approval.weight());
        if (load.count == 0) {
            held.remove(approval.question().grant());
        } else {
            held.put(approval.question().grant(), load);
        }
    }

    private static boolean isHeld(Approval approval) {
        return approval.state().isOpen() || approval.hasUnnoted();
    }

    private static Set<String> fingerprints(Approval approval) {
        Set<String> both = new LinkedHashSet<>();
        both.add(approval.question().fingerprint());
        both.add(approval.standing());
        return both;
    }
}
