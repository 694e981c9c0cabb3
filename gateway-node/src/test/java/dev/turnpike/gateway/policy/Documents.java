package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Good policies and calls for properties: few names and values, so that rules meet calls. */
final class Documents {
    private static final List<String> TOOLS = List.of("a", "ab", "abc", "b");

    private Documents() {}

    static Policy policy(String json) {
        return PolicyReader.read(json).policy().orElseThrow(() -> new AssertionError(PolicyReader.read(json)));
    }

    static JsonNode json(String text) {
        DocumentText.Parsed parsed = DocumentText.parse(text).get(0);
        if (!parsed.problems().isEmpty()) {
            throw new AssertionError(parsed.problems());
        }
        return parsed.root();
    }

    static Arbitrary<String> tools() {
        return Arbitraries.of("a", "ab", "abc", "b", "c", "");
    }

    static Arbitrary<String> arguments() {
        return Arbitraries.maps(Arbitraries.of("x", "y"), values()).ofMaxSize(2).map(Documents::object);
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "0",
                "1",
                "1.0",
                "2",
                "-1",
                "1e999999999",
                "0.0000001",
                "null",
                "true",
                "\"1\"",
                "\"t\"",
                "[1,2]",
                "[]",
                "{\"x\":1}",
                "[[1]]");
    }

    private static Arbitrary<String> condition() {
        Arbitrary<String> paths = Arbitraries.of("args.x", "args.y", "args.x.x", "args.x[*]", "args.x.0");
        Arbitrary<String> tests = Arbitraries.of(
                "\"eq\",\"value\":1",
                "\"neq\",\"value\":1",
                "\"gt\",\"value\":1",
                "\"lte\",\"value\":1",
                "\"in\",\"value\":[1,\"t\"]",
                "\"not_in\",\"value\":[2]",
                "\"regex\",\"value\":\"t\"",
                "\"contains\",\"value\":1",
                "\"exists\"");
        return Combinators.combine(paths, tests).as((path, test) -> "{\"path\":\"" + path + "\",\"op\":" + test + "}");
    }

    private static Arbitrary<String> limit() {
        return Combinators.combine(
                        Arbitraries.of("c", "d"),
                        Arbitraries.of("", ",\"cost\":2", ",\"increment_from\":\"args.x\""),
                        Arbitraries.of("", ",\"mode\":\"shadow\"", ",\"scope\":\"server\""),
                        Arbitraries.integers().between(0, 3))
                .as((counter, amount, rest, max) ->
                        "{\"counter\":\"" + counter + "\",\"window\":\"day\",\"max\":" + max + amount + rest + "}");
    }

    private static Arbitrary<String> rules(boolean all) {
        Arbitrary<String> conditions = condition().list().ofMaxSize(2).map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> limits = limit().list().ofMaxSize(2).map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> actions = Arbitraries.of("allow", "allow", "allow", "deny", "hide", "require_approval");
        return Combinators.combine(conditions, conditions, conditions, limits, actions)
                .as((require, denyIf, approveIf, spends, action) -> "{\"require\":" + require + ",\"deny_if\":" + denyIf
                        + ",\"approve_if\":" + approveIf + ",\"limits\":" + spends
                        + (all ? "}" : ",\"action\":\"" + action + "\"}"));
    }

    static Arbitrary<String> policies() {
        Arbitrary<Map<String, String>> tools = Arbitraries.maps(
                        Arbitraries.oneOf(Arbitraries.of(TOOLS), Arbitraries.of("*", "a*", "*b*", "ab*")), rules(false))
                .ofMaxSize(4);
        Arbitrary<String> hide = Arbitraries.of("[]", "[]", "[\"b\"]", "[\"ab*\"]");
        return Combinators.combine(Arbitraries.of("allow", "deny"), hide, rules(true), tools)
                .as((otherwise, hidden, all, entries) -> "{\"version\":\"1\",\"default\":\"" + otherwise
                        + "\",\"hide\":" + hidden + ",\"all_tools\":" + all + ",\"tools\":" + object(entries) + "}");
    }

    private static String object(Map<String, String> members) {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(members).forEach((name, value) -> parts.add("\"" + name + "\":" + value));
        return "{" + String.join(",", parts) + "}";
    }
}
