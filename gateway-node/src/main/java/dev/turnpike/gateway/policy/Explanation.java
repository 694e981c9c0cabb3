package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A decision and how it came about.
 *
 * @param decision the answer
 * @param steps in the order of judgement, up to the one that settled it
 */
public record Explanation(Decision decision, List<Step> steps) {
    /**
     * One step of a judgement.
     *
     * @param stage what is asked at this point
     * @param rule JSON Pointer of the rule that was looked at, or a name in parentheses
     * @param settles whether this step settled the answer
     * @param why what was found; never holds the value of an argument
     */
    public record Step(Stage stage, String rule, boolean settles, String why) {
        public Step {
            requireNonNull(stage, "stage");
            requireNonNull(rule, "rule");
            requireNonNull(why, "why");
        }
    }

    public Explanation {
        requireNonNull(decision, "decision");
        steps = List.copyOf(steps);
    }
}
