package dev.turnpike.gateway.policy;

import dev.turnpike.gateway.policy.Explanation.Step;
import java.util.ArrayList;
import java.util.List;

/** Who listens to a judgement: nobody on the path of a call, {@link Recording} for an explanation. */
interface Trace {
    Trace NONE = new Trace() {
        @Override
        public void step(Stage stage, String rule, boolean settles, String why) {}

        @Override
        public void condition(Condition condition, Verdict verdict, boolean settles) {}

        @Override
        public void charging(Charging charging, boolean good) {}
    };

    void step(Stage stage, String rule, boolean settles, String why);

    void condition(Condition condition, Verdict verdict, boolean settles);

    void charging(Charging charging, boolean good);

    /** Writes every step down; confined to one judgement. */
    final class Recording implements Trace {
        private final List<Step> steps = new ArrayList<>();

        List<Step> steps() {
            return steps;
        }

        @Override
        public void step(Stage stage, String rule, boolean settles, String why) {
            steps.add(new Step(stage, rule, settles, why));
        }

        @Override
        public void condition(Condition condition, Verdict verdict, boolean settles) {
            step(condition.clause().stage(), condition.rule(), settles, condition.why(verdict));
        }

        @Override
        public void charging(Charging charging, boolean good) {
            step(Stage.LIMITS, charging.limit().rule(), !good && !charging.observing(), charging.why(good));
        }
    }
}
