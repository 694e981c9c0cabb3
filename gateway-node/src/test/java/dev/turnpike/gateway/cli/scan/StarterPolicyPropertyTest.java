package dev.turnpike.gateway.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.PolicyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class StarterPolicyPropertyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Property(tries = 300)
    void whateverToolsAreCalledThePolicyIsValidAndAllowsNoneThatDestroys(@ForAll @Size(max = 6) List<String> names) {
        List<Tool> tools = new ArrayList<>();
        names.stream().distinct().forEach(name -> {
            tools.add(tool(name, "{}"));
            tools.add(tool("delete " + name, "{\"properties\":{\"x\":{}}}"));
        });
        Policy policy = read(tools);

        for (Tool tool : tools) {
            if (tool.name().startsWith("delete ")) {
                assertThat(verdict(policy, tool.name(), "{}")).isEqualTo("deny");
            }
        }
    }

    @Test
    void namesThatNeedQuotesAreNamed() {
        List<Tool> tools = List.of(
                tool("get: everything # now", "{}"),
                tool("no", "{\"properties\":{}}"),
                tool("list\nnull: {}\ndelete_all", "{}"),
                tool("holt_löwen_\ud83e\udd81", "{}"),
                tool("1e3", "{}"));
        Policy policy = read(tools);

        assertThat(verdict(policy, "get: everything # now", "{}")).isEqualTo("allow");
        assertThat(verdict(policy, "no", "{}")).isEqualTo("allow");
        assertThat(verdict(policy, "holt_löwen_\ud83e\udd81", "{}")).isEqualTo("allow");
        assertThat(verdict(policy, "1e3", "{}")).isEqualTo("allow");
        assertThat(verdict(policy, "list\nnull: {}\ndelete_all", "{}")).isEqualTo("deny");
        assertThat(verdict(policy, "null", "{}")).isEqualTo("deny");
    }

    @Test
    void aNameThatWouldBeAPatternStaysDenied() {
        Policy policy = read(List.of(tool("get_*", "{}"), tool("list_x", "{}")));

        assertThat(verdict(policy, "get_secret", "{}")).isEqualTo("deny");
        assertThat(verdict(policy, "list_x", "{}")).isEqualTo("allow");
    }

    @Test
    void aServerWithoutToolsGetsAPolicyThatDeniesEverything() {
        assertThat(verdict(read(List.of()), "anything", "{}")).isEqualTo("deny");
    }

    @Test
    void aToolThatDestroysByChoiceMayDoTheRest() {
        String schema = "{\"properties\":{\"what to do.op\":{\"enum\":[\"get\",\"set\",\"delete\"]}}}";
        Policy policy = read(List.of(tool("manage_kv", schema)));

        assertThat(verdict(policy, "manage_kv", "{\"what to do.op\":\"set\"}")).isEqualTo("allow");
        assertThat(verdict(policy, "manage_kv", "{\"what to do.op\":\"delete\"}"))
                .isEqualTo("deny");
        assertThat(verdict(policy, "manage_kv", "{}")).isEqualTo("deny");
    }

    @Test
    void paymentsAskAPersonAndSpendTheirAmount() {
        String schema = """
                {"properties":{"amount":{"type":"integer"},"currency":{"type":"string"}},"required":["amount"]}""";
        List<Finding> findings = List.of(RiskJudge.judge(tool("create_charge", schema)));

        assertThat(verdict(read(List.of(tool("create_charge", schema))), "create_charge", "{\"amount\":5}"))
                .isEqualTo("ask");
        assertThat(StarterPolicy.of("shop", findings)).contains("increment_from: \"args.amount\"");
    }

    @Test
    void toolsWhoseNamesDifferOnlyInSignsShareNoCounter() {
        List<Finding> findings =
                List.of(RiskJudge.judge(tool("create.a", "{}")), RiskJudge.judge(tool("create-a", "{}")));

        assertThat(StarterPolicy.of("x", findings))
                .contains("counter: create_a_rate,")
                .contains("counter: create_a_rate2,");
    }

    private static Policy read(List<Tool> tools) {
        List<Finding> findings = tools.stream().map(RiskJudge::judge).toList();
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        tools.forEach(tool -> schemas.put(tool.name(), tool.inputSchema()));
        String yaml = StarterPolicy.of("a\nserver: x", findings);
        PolicyReader.Result result = PolicyReader.read(yaml, schemas);
        assertThat(result.problems()).as(yaml).isEmpty();
        return result.policy().orElseThrow();
    }

    private static String verdict(Policy policy, String tool, String arguments) {
        Decision decision = policy.decide(tool, json(arguments));
        return decision.fold(allow -> "allow", deny -> "deny", ask -> "ask");
    }

    private static Tool tool(String name, String schema) {
        return new Tool(name, json(schema), JsonNodeFactory.instance.missingNode());
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
