package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Rules that refuse every call without looking at it, and do not show the tool.
 *
 * @param stage the question that settles it
 * @param sentence what the agent is told, from the tool's name
 */
record Refusing(Stage stage, Code code, String rule, String why, UnaryOperator<String> sentence) implements Rules {
    static final Refusing NO_POLICY = new Refusing(
            Stage.LISTED, Code.NO_POLICY, "(no policy)", "the grant has no policy", tool -> Sentences.noPolicy());

    static final Refusing UNLISTED = new Refusing(
            Stage.LISTED,
            Code.DEFAULT_DENIED,
            "(default deny)",
            "`tools` has no entry for the tool, and the default is deny",
            Sentences::defaultDenied);

    /** @param why which part of the policy hides the tool */
    static Refusing hidden(String why) {
        return new Refusing(Stage.HIDDEN, Code.HIDDEN, "(hidden)", why, Sentences::hidden);
    }

    @Override
    public Decision judge(String tool, Supplier<? extends JsonNode> arguments, Trace trace) {
        trace.step(stage, rule, /* settles= */ true, why);
        return new Decision.Deny(new Refusal(code, rule, sentence.apply(tool)));
    }

    @Override
    public Forecast foresee(ArgumentNames names) {
        return Forecast.of(code == Code.HIDDEN ? Forecast.Answer.HIDE : Forecast.Answer.DENY, rule);
    }

    @Override
    public boolean shown() {
        return false;
    }
}
