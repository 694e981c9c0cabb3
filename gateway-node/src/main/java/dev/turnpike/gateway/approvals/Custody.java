package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What this node has done about one approval that it looks after. Confined to the caretaker's thread. */
final class Custody {
    /** The desk takes no more steps where too many are not noted; a webhook that is down must not come to that. */
    private static final int MOST_UNTOLD = 64;

    /** What is to be noted is seen every second, where it still is. */
    private static final long LOST_MILLIS = 30_000;

    private final NavigableSet<Integer> beingTold = new TreeSet<>();
    private final String grant;
    private int recorded;
    /** The last step whose record is kept: what is noted before would be nowhere if the node died. */
    private int kept;

    private int noted;
    private int noting;
    private long seenMillis;

    Custody(Approval approval, long nowMillis) {
        this.grant = approval.question().grant();
        this.recorded = approval.noted();
        this.kept = approval.noted();
        this.noted = approval.noted();
        this.noting = approval.noted();
        this.seenMillis = nowMillis;
    }

    /** This node still looks after it. */
    void seen(Approval approval, long nowMillis) {
        seenMillis = nowMillis;
        wasNoted(approval.noted());
    }

    /** The steps that it did nothing about yet, the oldest first. */
    List<ApprovalStep> fresh(Approval approval) {
        return approval.unnoted().stream()
                .filter(step -> step.number() > recorded)
                .toList();
    }

    /** The step is recorded, and people are being told. */
    void recorded(ApprovalStep step) {
        recorded = step.number();
        beingTold.add(step.number());
    }

    /** The record of the step, and those of all steps before it, are kept. */
    void kept(int step) {
        kept = step;
    }

    /** Everyone who is to hear of the step has. */
    void told(int step) {
        beingTold.remove(step);
    }

    /**
     * The last step before which nothing is left to do.
     *
     * @param hasty not to wait for people: should this node die, they never hear of some steps
     */
    int done(boolean hasty) {
        int told = beingTold.isEmpty() ? recorded : beingTold.first() - 1;
        return Math.min(kept, hasty ? recorded : Math.max(told, recorded - MOST_UNTOLD));
    }

    /** Whether nothing is left to do. */
    boolean isOver() {
        return beingTold.isEmpty() && noted >= recorded;
    }

    String grant() {
        return grant;
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

    /** All steps up to that one are noted. */
    void wasNoted(int step) {
        noted = Math.max(noted, step);
    }

    /** Whether the approval is gone, or another node's, which does what was left to do. */
    boolean isLost(long nowMillis) {
        return nowMillis - seenMillis >= LOST_MILLIS && noted < recorded;
    }
}
