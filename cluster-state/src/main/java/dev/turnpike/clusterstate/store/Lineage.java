package dev.turnpike.clusterstate.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import java.util.List;
import java.util.UUID;

/**
 * Whether two states of an approval are of one history. They are not where a docket was read back from the store before a
 * step that was made in the lost one got there: then only one of the two may go on.
 */
final class Lineage {
    private Lineage() {}

    static ApprovalStep last(Approval approval) {
        List<ApprovalStep> steps = approval.steps();
        return steps.get(steps.size() - 1);
    }

    /** What tells a step from others of the same number, in a form that every database takes. */
    static String mark(ApprovalStep step) {
        return UUID.nameUUIDFromBytes(step.id().getBytes(UTF_8)).toString();
    }

    /**
     * Whether the approval has gone on from a state whose last step was that one.
     *
     * @param number of the step
     * @param mark of the step
     */
    static boolean holds(Approval approval, int number, String mark) {
        List<ApprovalStep> steps = approval.steps();
        return number < steps.get(0).number() // too long ago to be kept
                || steps.stream()
                        .anyMatch(step -> step.number() == number && mark(step).equals(mark));
    }

    /** Whether {@code later} is {@code earlier} or has gone on from it. */
    static boolean holds(Approval later, Approval earlier) {
        return holds(later, last(earlier).number(), mark(last(earlier)));
    }
}
