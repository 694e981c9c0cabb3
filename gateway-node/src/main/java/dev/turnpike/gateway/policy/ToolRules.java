package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a tool that may be called, with those of {@code all_tools} behind its own in every list.
 *
 * @param entry JSON Pointer of the entry of {@code tools}, or {@code (default allow)}
 * @param reason the author's sentence for an action that denies or asks
 */
record ToolRules(
        String entry,
        Action action,
        Optional<String> reason,
        List<Condition> require,
        List<Condition> denyIf,
        List<Condition> approveIf,
        ApprovalTerms terms,
        Charges charges)
        implements Rules {

    ToolRules {
        require = List.copyOf(require);
        denyIf = List.copyOf(denyIf);
        approveIf = List.copyOf(approveIf);
    }

    @Override
    public boolean shown() {
        return true;
    }

    @Override
    public Decision judge(String tool, Supplier<? extends JsonNode> arguments, Trace trace) {
        trace.step(Stage.LISTED, entry, /* settles= */ false, "this entry holds the tool's rules");
        if (action == Action.DENY) {
            trace.step(Stage.ACTION, entry + "/action", /* settles= */ true, "the action is deny");
            return deny(Code.TOOL_DENIED, entry + "/action", reason.orElseGet(() -> Sentences.toolDenied(tool)));
        }
        Decision refused = refusedBy(require, arguments, trace);
        if (refused == null) {
            refused = refusedBy(denyIf, arguments, trace);
        }
        if (refused != null) {
            return refused;
        }
        Refusal question = question(tool, arguments, trace);
        Decision decision = charges.permit(
                arguments,
                permit -> question == null ? new Decision.Allow(permit) : new Decision.Ask(question, terms, permit),
                Decision.Deny::new);
        charges.explain(arguments, trace);
        return decision;
    }

    @Override
    public Forecast foresee(ArgumentNames names) {
        if (action == Action.DENY) {
            return Forecast.of(Forecast.Answer.DENY, entry + "/action");
        }
        Forecast.Builder forecast = new Forecast.Builder(names);
        require.forEach(condition -> forecast.add(condition, Forecast.Answer.DENY));
        denyIf.forEach(condition -> forecast.add(condition, Forecast.Answer.DENY));
        if (action == Action.REQUIRE_APPROVAL) {
            return forecast.end(Forecast.Answer.ASK, entry + "/action");
        }
        approveIf.forEach(condition -> forecast.add(condition, Forecast.Answer.ASK));
        return forecast.end(Forecast.Answer.ALLOW, entry);
    }

    private static @Nullable Decision refusedBy(
            List<Condition> conditions, Supplier<? extends JsonNode> arguments, Trace trace) {
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            Verdict verdict = condition.judge(arguments.get());
            boolean settles = condition.clause().settledBy(verdict);
            trace.condition(condition, verdict, settles);
            if (settles) {
                return deny(Code.ARGUMENT_DENIED, condition.rule(), condition.sentence(verdict));
            }
        }
        return null;
    }

    /** What a person is asked, if anything. */
    private @Nullable Refusal question(String tool, Supplier<? extends JsonNode> arguments, Trace trace) {
        if (action == Action.REQUIRE_APPROVAL) {
            trace.step(Stage.APPROVAL, entry + "/action", /* settles= */ true, "the action is require_approval");
            return ask(entry + "/action", reason.orElseGet(() -> Sentences.approvalRequired(tool)));
        }
        for (int i = 0; i < approveIf.size(); i++) {
            Condition condition = approveIf.get(i);
            Verdict verdict = condition.judge(arguments.get());
            boolean settles = condition.clause().settledBy(verdict);
            trace.condition(condition, verdict, settles);
            if (settles) {
                return ask(
                        condition.rule(),
                        condition
                                .onDeny()
                                .or(() -> reason)
                                .orElseGet(() -> Sentences.approvalRequired(tool) + " Without it, "
                                        + condition.sentence(verdict)));
            }
        }
        return null;
    }

    private static Refusal ask(String rule, String sentence) {
        return new Refusal(Code.APPROVAL_REQUIRED, rule, sentence);
    }

    private static Decision deny(Code code, String rule, String sentence) {
        return new Decision.Deny(new Refusal(code, rule, sentence));
    }
}
