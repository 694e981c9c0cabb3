package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.Forecast.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ForecastPropertyTest {
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatAPolicyDecidesWasForeseenFromTheNames(
            @ForAll("policies") String document,
            @ForAll("tools") String tool,
            @ForAll("arguments") String arguments,
            @ForAll boolean complete) {
        Policy policy = Documents.policy(document);
        JsonNode args = Documents.json(arguments);
        Assume.that(decidesByRules(policy, tool, args));

        assertThat(policy.foresee(tool, names(arguments, complete)).answers()).contains(answer(policy, tool, args));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void whatTwoPoliciesDecideWasForeseenTogether(
            @ForAll("policies") String one,
            @ForAll("policies") String other,
            @ForAll("tools") String tool,
            @ForAll("arguments") String arguments) {
        Policy first = Documents.policy(one);
        Policy second = Documents.policy(other);
        JsonNode args = Documents.json(arguments);
        Assume.that(decidesByRules(first, tool, args) && decidesByRules(second, tool, args));
        ArgumentNames names = names(arguments, /* complete= */ true);

        assertThat(first.foresee(tool, names).with(second.foresee(tool, names)))
                .contains(new Forecast.Pair(answer(first, tool, args), answer(second, tool, args)));
        assertThat(first.foresee(tool, names).with(first.foresee(tool, names)))
                .allMatch(pair -> pair.one() == pair.other());
    }

    @Example
    void whereEveryValueLeadsToOneAnswerThatIsTheOne() {
        Policy policy = Documents.policy("""
                {"version": "1", "default": "deny", "hide": ["secret"], "tools": {
                  "pay": {"require": [{"path": "args.amount", "op": "lte", "value": 5}]},
                  "drop": {"action": "require_approval",
                           "approve_if": [{"path": "args.force", "op": "eq", "value": true}]},
                  "wipe": {"action": "deny", "require": [{"path": "args.amount", "op": "lte", "value": 5}]},
                  "note": {"deny_if": [{"path": "args.force", "op": "eq", "value": true}],
                           "approve_if": [{"path": "args.text", "op": "exists"}]}}}""");

        assertThat(answers(policy, "pay", "amount")).containsExactlyInAnyOrder(Answer.ALLOW, Answer.DENY);
        assertThat(answers(policy, "pay", "sum")).containsExactly(Answer.DENY);
        assertThat(answers(policy, "drop", "force")).containsExactly(Answer.ASK);
        assertThat(answers(policy, "wipe", "amount")).containsExactly(Answer.DENY);
        assertThat(answers(policy, "note", "text")).containsExactly(Answer.ASK);
        assertThat(answers(policy, "note", "text", "force")).containsExactlyInAnyOrder(Answer.ASK, Answer.DENY);
        assertThat(answers(policy, "note")).containsExactly(Answer.ALLOW);
        assertThat(answers(policy, "secret")).containsExactly(Answer.HIDE);
        assertThat(answers(policy, "other", "x")).containsExactly(Answer.DENY);
        assertThat(policy.foresee("pay", ArgumentNames.of(List.of(), /* complete= */ false))
                        .answers())
                .containsExactlyInAnyOrder(Answer.ALLOW, Answer.DENY);
        assertThat(policy.foresee("pay", ArgumentNames.of(List.of("amount"), true))
                        .rules())
                .containsExactly("/tools/pay/require/args.amount-lte", "/tools/pay");
    }

    private static Set<Answer> answers(Policy policy, String tool, String... names) {
        return policy.foresee(tool, ArgumentNames.of(List.of(names), /* complete= */ true))
                .answers();
    }

    /** An amount that is none is a matter of limits, which are not foreseen. */
    private static boolean decidesByRules(Policy policy, String tool, JsonNode arguments) {
        return policy.decide(tool, arguments)
                .fold(allow -> true, deny -> deny.refusal().code() != Code.BAD_INCREMENT, ask -> true);
    }

    private static Answer answer(Policy policy, String tool, JsonNode arguments) {
        return policy.decide(tool, arguments)
                .fold(
                        allow -> Answer.ALLOW,
                        deny -> deny.refusal().code() == Code.HIDDEN ? Answer.HIDE : Answer.DENY,
                        ask -> Answer.ASK);
    }

    private static ArgumentNames names(String arguments, boolean complete) {
        List<String> names = new ArrayList<>();
        Documents.json(arguments).fieldNames().forEachRemaining(names::add);
        return ArgumentNames.of(complete ? names : names.subList(0, names.size() / 2), complete);
    }

    @Provide
    Arbitrary<String> policies() {
        return Documents.policies();
    }

    @Provide
    Arbitrary<String> tools() {
        return Documents.tools();
    }

    @Provide
    Arbitrary<String> arguments() {
        return Documents.arguments();
    }
}
