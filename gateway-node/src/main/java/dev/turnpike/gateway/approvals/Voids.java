package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds open approvals of which nothing may come any more, once that has been so for a moment: changes of the registry
 * reach the nodes one after the other. Confined to the caretaker's thread.
 */
final class Voids {
    /** A node that did not hear of a change for longer counts as gone. */
    static final long MOMENT_MILLIS = 5_000;

    private final Approvals approvals;
    private final Map<String, Long> since = new HashMap<>();

    Voids(Approvals approvals) {
        this.approvals = approvals;
    }

    /** Forgets all but these. */
    void keep(List<Approval> tended) {
        if (!since.isEmpty()) {
            Set<String> ids = new HashSet<>();
            tended.forEach(approval -> ids.add(approval.id()));
            since.keySet().retainAll(ids);
        }
    }

    /** Why it must end now, if it must. */
    Optional<String> reason(Approval approval, long nowMillis) {
        Optional<String> why = approval.state().isOpen() ? approvals.whyVoid(approval) : Optional.empty();
        if (why.isEmpty()) {
            since.remove(approval.id());
            return why;
        }
        long first = since.computeIfAbsent(approval.id(), id -> nowMillis);
        return nowMillis - first >= MOMENT_MILLIS ? why : Optional.empty();
    }
}
