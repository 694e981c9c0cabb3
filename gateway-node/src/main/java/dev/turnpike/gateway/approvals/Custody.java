package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What this node has done about one approval that it looks after. Confined to the caretaker's thread. */
final class Custody {
    private final NavigableSet<Integer> beingTold = new TreeSet<>();
    private int recorded;
    private int noted;
    private int noting;
    private long seenMillis;

    Custody(Approval approval, long nowMillis) {
        this.recorded = approval.noted();
        this.noted = approval.noted();
        this.noting = approval.noted();
        this.seenMillis = nowMillis;
    }

    /** The steps that it did nothing about yet, the oldest first. */
    List<ApprovalStep> fresh(Approval approval, long nowMillis) {
        seenMillis = nowMillis;
        noted = approval.noted();
        return approval.unnoted().stream()
                .filter(step -> step.number() > recorded)
                .toList();
    }

    /** The step is recorded, and people are being told. */
    void recorded(ApprovalStep step) {
        recorded = step.number();
        beingTold.add(step.number());
    }

    /** Everyone who is to hear of the step has. */
    void told(int step) {
        beingTold.remove(step);
    }

    /** The last step before which nothing is left to do. */
    int done() {
        return beingTold.isEmpty() ? recorded : beingTold.first() - 1;
    }

    /** Whether that step should be noted now; false while it was, a moment ago. */
    boolean notes(int step) {
        if (step <= noting) {
            return false;
        }
        noting = step;
        return true;
    }

    /** The note did not arrive. */
    void notNoted() {
        noting = noted;
    }

    long seenMillis() {
        return seenMillis;
    }
}
