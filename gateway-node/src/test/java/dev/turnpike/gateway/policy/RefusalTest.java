package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Test
    void theSeedPolicySaysWhenToRetry() throws Exception {
        Policy seed = Documents.policy(Files.readString(Path.of("../docs/examples/seed.json")));
        Refusal refusal = Refusal.limitExceeded(
                onlySpend(seed, "backfill_executions", NOTHING), "backfill_executions", 0, 41_001);
        assertThat(refusal)
                .isEqualTo(new Refusal(
                        Code.LIMIT_EXCEEDED,
                        "/tools/backfill_executions/limits/backfill_executions_rate",
                        "Rate limit for backfill_executions: 10 per minute. Retry in 42 s.",
                        Optional.of(
                                new LimitFacts("backfill_executions_rate", BigDecimal.TEN, 60, BigDecimal.ZERO, 42))));
        assertThat(refusal.code().wire()).isEqualTo("limit_exceeded");
    }

    @ParameterizedTest
    @CsvSource({
        "\"minute\", 10 per minute",
        "60, 10 per minute",
        "900, 10 per 15 minutes",
        "\"2h\", 10 per 2 hours",
        "90, 10 per 90 seconds",
        "\"1w\", 10 per 7 days",
        "\"week\", 10 per week"
    })
    void windowsAreToldInWords(String window, String words) {
        Policy policy = limited("\"window\":" + window + ",\"max\":10");
        assertThat(exceeded(policy, NOTHING)).isEqualTo("Rate limit for t: " + words + ". Retry in 3 s.");
    }

    @Test
    void theAuthorsSentenceComesBeforeTheTime() {
        Policy policy = limited("\"window\":\"day\",\"max\":10,\"on_deny\":\"Slow down, please.\"");
        assertThat(exceeded(policy, NOTHING)).isEqualTo("Slow down, please. Retry in 3 s.");
    }

    @Test
    void aCallThatNeverFitsIsNotToldToRetry() {
        Policy policy = limited("\"window\":\"day\",\"max\":10.5,\"increment_from\":\"args.amount\"");
        JsonNode arguments = JsonNodeFactory.instance.objectNode().put("amount", 987_654);
        assertThat(exceeded(policy, arguments))
                .isEqualTo("Limit c for t: 10.5 per day. This call alone is more than that; retrying will not help.")
                .doesNotContain("987654");
    }

    @Test
    void aGrantWithoutAPolicyMayCallNothing() {
        Decision decision = Policy.none().decide("t", NOTHING);
        assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
            assertThat(deny.refusal().code()).isEqualTo(Code.NO_POLICY);
            assertThat(deny.refusal().rule()).isEqualTo("(no policy)");
        });
        assertThat(Policy.none().shows("t")).isFalse();
    }

    @Test
    void oneCounterIsChargedOnceTheLargerAmountAgainstTheSmallerMaximum() {
        Policy policy = Documents.policy("""
                {"version":"1","default":"allow",
                 "all_tools":{"limits":[{"counter":"c","window":"day","max":5,"on_state_loss":"allow"}]},
                 "tools":{"t":{"limits":[{"counter":"c","window":"day","max":10,"cost":3}]}}}""");
        Spend spend = onlySpend(policy, "t", NOTHING);
        assertThat(spend.amountMicros()).isEqualTo(3_000_000);
        assertThat(spend.limit().maxMicros()).isEqualTo(5_000_000);
        assertThat(spend.limit().rule()).isEqualTo("/all_tools/limits/c");
        assertThat(spend.limit().onStateLoss()).isEqualTo(OnStateLoss.DENY);
    }

    @Test
    void aLimitThatObservesReportsABadAmountAndLetsTheCallThrough() {
        Policy policy = limited("\"window\":\"day\",\"max\":10,\"increment_from\":\"args.amount\",\"mode\":\"shadow\"");
        Permit permit =
                policy.decide("t", NOTHING).fold(Decision.Allow::permit, deny -> Permit.FREE, ask -> Permit.FREE);
        assertThat(permit.spends()).isEmpty();
        assertThat(permit.wouldDeny()).map(Refusal::code).hasValue(Code.BAD_INCREMENT);
    }

    @Test
    void sentencesNeverHoldTheValueOfAnArgument() {
        Policy policy = Documents.policy("""
                {"version":"1","default":"deny","tools":{"t":{
                  "require":[{"path":"args.a","op":"lte","value":5}],
                  "deny_if":[{"path":"args.b","op":"regex","value":"secret"}]}}}""");
        for (String call :
                new String[] {"{\"a\":4711,\"b\":\"\"}", "{\"a\":1,\"b\":\"my secret 4711\"}", "{\"a\":\"4711\"}"}) {
            Explanation explanation = policy.explain("t", Documents.json(call));
            assertThat(explanation.decision()).isInstanceOf(Decision.Deny.class);
            assertThat(explanation.toString()).doesNotContain("4711");
        }
    }

    private static Policy limited(String limit) {
        return Documents.policy(
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"limits\":[{\"counter\":\"c\"," + limit
                        + "}]}}}");
    }

    private static String exceeded(Policy policy, JsonNode arguments) {
        return Refusal.limitExceeded(onlySpend(policy, "t", arguments), "t", 0, 3000)
                .message();
    }

    private static Spend onlySpend(Policy policy, String tool, JsonNode arguments) {
        Permit permit =
                policy.decide(tool, arguments).fold(Decision.Allow::permit, deny -> Permit.FREE, ask -> Permit.FREE);
        assertThat(permit.spends()).hasSize(1);
        return permit.spends().get(0);
    }
}
