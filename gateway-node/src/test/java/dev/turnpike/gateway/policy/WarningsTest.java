package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarningsTest {
    @Test
    void aRuleThatIsHiddenOrSettledBeforeCanNeverMatch() {
        assertThat(warnings("""
                "hide":["a*","b"],"tools":{"ab":{},"ab*":{},"b":{},"c":{"action":"deny","limits":[]},
                "d":{"reason":"why"},"e":{"approval":{}}}"""))
                .containsExactly(
                        "/tools/ab: can never match: `hide` has `a*`",
                        "/tools/ab*: can never match: `hide` has `a*`",
                        "/tools/b: can never match: `hide` has `b`",
                        "/tools/c/limits: is never looked at: the action settles every call",
                        "/tools/d/reason: is never told: the action neither denies nor asks",
                        "/tools/e/approval: is never used: nothing asks a person");
    }

    @Test
    void rulesForAllToolsNeedATool() {
        assertThat(warnings("\"all_tools\":{}")).containsExactly("/all_tools: can never match: no tool may be called");
    }

    @Test
    void aLimitBehindATighterOneNeverRefuses() {
        assertThat(warnings(limits("hour", 10, "minute", 20)))
                .containsExactly(
                        "/tools/t/limits/b: can never refuse: /tools/t/limits/a is tighter and always refuses first");
        assertThat(warnings(limits("minute", 5, "minute", 5))).isEmpty();
        assertThat(warnings(limits("minute", 10, "hour", 20))).isEmpty();
        assertThat(warnings(limits("hour", 20, "minute", 10))).isEmpty();
        assertThat(warnings(limits("month", 10, "week", 20))).isEmpty();
    }

    @Test
    void ratesOfTheSameWindowAreCountedTogether() {
        assertThat(warnings("\"tools\":{\"a\":{\"rate_limit\":\"1/minute\"},\"b\":{\"rate_limit\":\"2/minute\"}}"))
                .contains(
                        "/tools/b/rate_limit: is counted together with that of /tools/a; to count apart, write `limits`"
                                + " with a counter of its own");
    }

    @Test
    void pathsAndToolsAreHeldAgainstTheServersSchemas() {
        String document = document("""
                "tools":{"charge":{"require":[{"path":"args.amuont","op":"gt","value":0},{"path":"args.amount","op":"gt","value":0},
                {"path":"args.items[*].prize","op":"gt","value":0},{"path":"args.free.x","op":"exists"}]},
                "chagre":{},"ch*":{}}""");
        var schema = Documents.json("""
                {"type":"object","properties":{"amount":{"type":"number"},"free":{"type":"object"},
                "items":{"type":"array","items":{"properties":{"price":{}}}}}}""");
        PolicyReader.Result result = PolicyReader.read(Documents.json(document), Map.of("charge", schema));
        assertThat(result.policy()).isPresent();
        assertThat(texts(result))
                .containsExactly(
                        "/tools/charge/require/args.amuont-gt: the tool's inputSchema has no `amuont`, which `args.amuont`"
                                + " names; did you mean `amount`?",
                        "/tools/charge/require/args.items[*].prize-gt: the tool's inputSchema has no `prize`, which"
                                + " `args.items[*].prize` names; did you mean `price`?",
                        "/tools/chagre: can never match: the server has no such tool; did you mean `charge`?");
    }

    private static String limits(String window, int max, String otherWindow, int otherMax) {
        return "\"tools\":{\"t\":{\"limits\":[{\"counter\":\"a\",\"window\":\"" + window + "\",\"max\":" + max
                + "},{\"counter\":\"b\",\"window\":\"" + otherWindow + "\",\"max\":" + otherMax + "}]}}";
    }

    private static List<String> warnings(String fields) {
        PolicyReader.Result result = PolicyReader.read(Documents.json(document(fields)));
        assertThat(result.policy()).isPresent();
        return texts(result);
    }

    private static List<String> texts(PolicyReader.Result result) {
        assertThat(result.errors()).isEmpty();
        return result.warnings().stream().map(Problem::toString).toList();
    }

    private static String document(String fields) {
        return "{\"version\":\"1\",\"default\":\"deny\"," + fields + "}";
    }
}
