package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnreadArgumentsTest {
    private static final Policy POLICY = Documents.policy("""
            {"version":"1","default":"deny","tools":{
             "plain":{},
             "limited":{"limits":[{"counter":"c","window":"day","max":10,"on_state_loss":"allow"}]},
             "asked":{"action":"require_approval"},
             "denied":{"action":"deny"},
             "conditional":{"require":[{"path":"args.x","op":"exists"}]},
             "spending":{"limits":[{"counter":"d","window":"day","max":10,"increment_from":"args.x","on_state_loss":"allow"}]}}}""");

    private int asked;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "limited", "asked", "denied", "unlisted"})
    void noRuleThatReadsThemNoQuestionForThem(String tool) {
        POLICY.decide(tool, this::arguments);

        assertThat(asked).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"conditional", "spending"})
    void rulesThatReadThemGetThem(String tool) {
        Decision decision = POLICY.decide(tool, this::arguments);

        assertThat(asked).isPositive();
        assertThat(decision)
                .isEqualTo(POLICY.decide(
                        tool, JsonNodeFactory.instance.objectNode().put("x", 3)));
    }

    private JsonNode arguments() {
        asked++;
        return JsonNodeFactory.instance.objectNode().put("x", 3);
    }
}
