package dev.turnpike.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.PolicyReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does one decision take, and does that depend on the number of tools? The called tool has two conditions and
 * one limit. Beside it: a bare lookup in a map of as many names, and a tool that only a glob matches.
 *
 * <p>{@code loadtest/bench PolicyDecision}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PolicyDecisionBenchmark {
    @Param({"10", "1000", "10000"})
    public int tools;

    private final Map<String, Object> names = new HashMap<>();
    private Policy policy = Policy.none();
    private JsonNode arguments = JsonNodeFactory.instance.objectNode();
    private String called = "";
    private String globbed = "";

    @Setup
    public void compile() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("version", "1").put("default", "deny");
        ObjectNode entries = document.putObject("tools");
        for (int i = 0; i < tools; i++) {
            names.put("tool_" + i, i);
            rules(entries.putObject("tool_" + i));
            if (i % 10 == 0) {
                rules(entries.putObject("group_" + i + "_*"));
            }
        }
        policy = PolicyReader.read(document).policy().orElseThrow();
        called = "tool_" + (tools / 2);
        globbed = "group_0_anything";
        arguments = JsonNodeFactory.instance
                .objectNode()
                .put("customer", "cus_1234567890")
                .put("amount", 41_999)
                .put("currency", "EUR");
    }

    private static void rules(ObjectNode tool) {
        tool.putArray("require")
                .addObject()
                .put("path", "args.amount")
                .put("op", "lte")
                .put("value", 50_000);
        tool.putArray("deny_if")
                .addObject()
                .put("path", "args.currency")
                .put("op", "eq")
                .put("value", "XXX");
        tool.putArray("limits")
                .addObject()
                .put("counter", "calls")
                .put("window", "minute")
                .put("max", 10);
    }

    @Benchmark
    public @Nullable Object lookup() {
        return names.get(called);
    }

    @Benchmark
    public Decision decide() {
        return policy.decide(called, arguments);
    }

    @Benchmark
    public Decision decideByGlob() {
        return policy.decide(globbed, arguments);
    }
}
