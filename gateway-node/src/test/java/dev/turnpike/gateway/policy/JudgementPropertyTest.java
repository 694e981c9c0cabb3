package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.policy.Explanation.Step;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JudgementPropertyTest {
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void explainGivesTheAnswerOfDecideAndTheRuleThatSettledIt(
            @ForAll("policies") String document, @ForAll("tools") String tool, @ForAll("calls") String call) {
        Policy policy = Documents.policy(document);
        JsonNode arguments = Documents.json(call);
        Explanation explanation = policy.explain(tool, arguments);
        assertThat(explanation.decision()).isEqualTo(policy.decide(tool, arguments));

        List<String> settling = explanation.steps().stream()
                .filter(Step::settles)
                .map(Step::rule)
                .toList();
        Optional<Refusal> refusal = refusal(explanation.decision());
        if (refusal.isEmpty()) {
            assertThat(settling).isEmpty();
        } else {
            assertThat(settling.get(settling.size() - 1))
                    .isEqualTo(refusal.get().rule());
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void theStagesOfAJudgementNeverGoBack(
            @ForAll("policies") String document, @ForAll("tools") String tool, @ForAll("calls") String call) {
        List<Step> steps =
                Documents.policy(document).explain(tool, Documents.json(call)).steps();
        assertThat(steps).extracting(Step::stage).isSorted();
        for (Stage stage : Stage.values()) {
            assertThat(steps)
                    .filteredOn(step -> step.stage() == stage)
                    .extracting(step -> step.rule().startsWith("/all_tools"))
                    .as("tool rules before all_tools in %s", stage)
                    .isSorted();
        }
        // The first refusal is the answer; only a question for a person still looks at the amounts.
        assertThat(steps)
                .filteredOn(Step::settles)
                .filteredOn(step -> step.stage() != Stage.APPROVAL)
                .allSatisfy(step -> assertThat(step).isSameAs(steps.get(steps.size() - 1)));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aShadowPolicyDecidesAsItWouldInForce(
            @ForAll("policies") String document, @ForAll("tools") String tool, @ForAll("calls") String call) {
        Policy enforced = Documents.policy(document);
        Policy shadow = Documents.policy(document.replaceFirst("\\{", "{\"mode\":\"shadow\","));
        JsonNode arguments = Documents.json(call);
        assertThat(refusal(shadow.decide(tool, arguments))).isEqualTo(refusal(enforced.decide(tool, arguments)));
        assertThat(spends(shadow.decide(tool, arguments)))
                .allMatch(spend -> spend.limit().shadow());
        assertThat(shadow.shows(tool)).isTrue();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void noCounterIsChargedTwice(
            @ForAll("policies") String document, @ForAll("tools") String tool, @ForAll("calls") String call) {
        List<Spend> spends = spends(Documents.policy(document).decide(tool, Documents.json(call)));
        for (Spend one : spends) {
            assertThat(spends)
                    .filteredOn(other -> one.limit().meets(other.limit()))
                    .hasSize(1);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aToolThatIsNotShownIsNeverAllowed(
            @ForAll("policies") String document, @ForAll("tools") String tool, @ForAll("calls") String call) {
        Policy policy = Documents.policy(document);
        if (!policy.shows(tool)) {
            assertThat(refusal(policy.decide(tool, Documents.json(call))).map(Refusal::code))
                    .hasValueSatisfying(code -> assertThat(code).isIn(Code.HIDDEN, Code.DEFAULT_DENIED));
        }
    }

    private static Optional<Refusal> refusal(Decision decision) {
        return decision.fold(
                allow -> Optional.empty(), deny -> Optional.of(deny.refusal()), ask -> Optional.of(ask.refusal()));
    }

    private static List<Spend> spends(Decision decision) {
        return decision.fold(
                allow -> allow.permit().spends(),
                deny -> List.of(),
                ask -> ask.permit().spends());
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
    Arbitrary<String> calls() {
        return Documents.arguments();
    }
}
