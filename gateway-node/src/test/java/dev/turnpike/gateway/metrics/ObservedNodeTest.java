package dev.turnpike.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.mcp.CallOutcome;
import dev.turnpike.gateway.pipeline.UpstreamFailure;
import dev.turnpike.gateway.policy.Code;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestDocuments;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dashboards and rules ask for is what a real node exports. */
final class ObservedNodeTest {
    /** What Prometheus adds, and what it makes itself. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");
    /** Exported by the balancer. */
    private static final Set<String> OF_HAPROXY = Set.of("haproxy_backend_active_servers");
    /** There only if the node has a certificate. */
    private static final Set<String> OF_TLS =
            Set.of("turnpike_tls_certificate_expiry_seconds", "turnpike_tls_files_usable");
    /** Reasons that this test does not bring about. */
    private static final Set<String> SELDOM = Set.of("overload", "too_many_streams", "internal_error");

    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
              "free": {},
              "limited": {"limits":[{"counter":"few","window":"day","max":2}]},
              "shadowed": {"limits":[{"counter":"none","window":"day","max":0,"mode":"shadow"}]},
              "asked": {"action":"require_approval","approval":{"mode":"retry"}},
              "secret": {"action":"hide"}}}""";

    @TempDir
    static Path directory = Path.of(".");

    private static Scrape scrape = new Scrape(Map.of());

    @BeforeAll
    static void useANode() throws Exception {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        Path webhooks = Files.writeString(
                directory.resolve("webhooks.yaml"),
                "webhooks: [{name: gone, url: \"http://127.0.0.1:9/hook\", form: slack, allowPrivate: true}]");
        Map<String, String> settings = Map.of(
                "store", "file:" + directory.resolve("store"),
                "audit-file", directory.resolve("audit.jsonl").toString(),
                "operators", TestOperators.write(directory).toString(),
                "webhooks", webhooks.toString());
        try (RecordingUpstream upstream = new RecordingUpstream()) {
            upstream.answers(exchange -> exchange.json(answer(exchange.body().toString())));
            try (TestGateway gateway = TestGateway.start(resources, upstream, POLICY, settings)) {
                use(gateway, resources);
                ManagementClient management =
                        new ManagementClient(gateway.node().managementPort(), TestOperators.token(Role.ADMIN));
                await().untilAsserted(() -> {
                    scrape = Scrape.of(management.get("/metrics").http().body());
                    assertThat(values("turnpike_approval_steps_total", "kind")).contains("requested", "approved");
                    assertThat(values("turnpike_resources_reloads_total", "result"))
                            .contains("refused");
                    assertThat(values("turnpike_webhooks_total", "outcome")).isNotEmpty();
                });
            }
        }
    }

    private static void use(TestGateway gateway, Path resources) throws Exception {
        gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        for (String tool : List.of("free", "limited", "limited", "limited", "shadowed", "asked", "secret", "unknown")) {
            gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                    + "\",\"arguments\":{}}}");
        }
        RawHttp.send(gateway.node().agentPort(), "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n", new byte[0]);
        ManagementClient admin = new ManagementClient(gateway.node().managementPort(), TestOperators.token(Role.ADMIN));
        String id = admin.get("/admin/v1/approvals").json().findPath("id").asText();
        assertThat(admin.post("/admin/v1/approvals/" + id + "/approve", "{}").status())
                .isEqualTo(200);
        admin.post("/admin/v1/apply", TestDocuments.list(TestDocuments.policy("other", TestDocuments.ALLOW)));
        Files.writeString(resources.resolve("wrong.yaml"), "kind: Nothing");
    }

    private static String answer(String request) {
        return request.contains("tools/list")
                ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"free\",\"inputSchema\":{}},"
                        + "{\"name\":\"secret\",\"inputSchema\":{}}]}}"
                : "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    }

    @Test
    void everyQueryOfADashboardAsksForWhatThereIs() throws Exception {
        for (Dashboard dashboard : Dashboards.all()) {
            JsonNode json = new ObjectMapper().readTree(dashboard.text());
            for (JsonNode query : json.findValues("expr")) {
                check(dashboard.file(), query.asText());
            }
            for (JsonNode variable : json.at("/templating/list")) {
                if (variable.path("type").asText().equals("query")) {
                    check(dashboard.file(), variable.path("query").asText());
                }
            }
        }
    }

    @Test
    void everyRuleAsksForWhatThereIs() throws Exception {
        for (JsonNode rule : RuleFiles.rules()) {
            check(
                    rule.path("alert").asText(rule.path("record").asText()),
                    rule.path("expr").asText());
        }
    }

    @Test
    void prometheusUnderstandsEveryQuery() throws Exception {
        List<String> queries = new ArrayList<>();
        for (Dashboard dashboard : Dashboards.all()) {
            new ObjectMapper()
                    .readTree(dashboard.text())
                    .findValues("expr")
                    .forEach(query -> queries.add(query.asText().replace("$__rate_interval", "1m")));
        }
        StringBuilder rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
        for (int i = 0; i < queries.size(); i++) {
            rules.append("      - record: query_%d%n        expr: %s%n"
                    .formatted(i, new ObjectMapper().writeValueAsString(queries.get(i))));
        }
        Path file = Files.writeString(directory.resolve("queries.yml"), rules);

        assertThat(RuleFiles.promtool(List.of("check", "rules", file.toString())))
                .contains(queries.size() + " rules found")
                .doesNotContain("FAILED", "exit code");
    }

    /** Every name of a metric and a label, and every value of a label that is written out. */
    private static void check(String where, String query) throws Exception {
        Expression expression = Expression.of(query);
        Set<String> labels = new HashSet<>(TARGET_LABELS);
        for (Expression.Selector selector : expression.selectors()) {
            if (TARGET_LABELS.contains(selector.metric())) {
                continue; // what a variable of a dashboard is of
            }
            Map<String, Set<String>> known = labels(selector.metric());
            labels.addAll(known.keySet());
            for (Expression.Condition condition : selector.conditions()) {
                if (TARGET_LABELS.contains(condition.label())) {
                    continue;
                }
                assertThat(known).as("%s: %s", where, query).containsKey(condition.label());
                if (!OF_PROMETHEUS.contains(selector.metric()) && !OF_HAPROXY.contains(selector.metric())) {
                    assertThat(known.get(condition.label()))
                            .as("%s: values of %s in %s", where, condition.label(), query)
                            .containsAll(Arrays.asList(condition.value().split("\\|")));
                }
            }
        }
        assertThat(labels).as("%s: %s", where, query).containsAll(expression.groupings());
    }

    /** The labels of a metric and their values; also of one that a rule makes. */
    private static Map<String, Set<String>> labels(String metric) throws Exception {
        if (OF_PROMETHEUS.contains(metric)) {
            return Map.of("alertname", Set.of(), "alertstate", Set.of(), "severity", Set.of());
        }
        if (OF_HAPROXY.contains(metric)) {
            return Map.of("proxy", Set.of());
        }
        if (OF_TLS.contains(metric)) {
            return Map.of("port", Set.of("agent", "management"));
        }
        for (JsonNode rule : RuleFiles.rules()) {
            if (rule.path("record").asText().equals(metric)) {
                Map<String, Set<String>> labels = new HashMap<>();
                Expression made = Expression.of(rule.path("expr").asText());
                for (Expression.Selector selector : made.selectors()) {
                    labels(selector.metric()).forEach((label, values) -> {
                        if (made.groupings().contains(label) || made.groupings().isEmpty()) {
                            labels.put(label, values);
                        }
                    });
                }
                return labels;
            }
        }
        Map<String, Set<String>> labels = new HashMap<>();
        scrape.having(metric)
                .orElseThrow(() -> new AssertionError("no node exports " + metric))
                .labels()
                .forEach((label, values) -> {
                    Set<String> all = new HashSet<>(values);
                    all.addAll(further(label));
                    labels.put(label, all);
                });
        return labels;
    }

    /** Values that are known to the code, though this test does not bring them about. */
    private static Set<String> further(String label) {
        Set<String> values = new HashSet<>();
        switch (label) {
            case "decision" -> values.addAll(lower(Verdict.values()));
            case "code" -> {
                values.addAll(lower(Code.values()));
                values.addAll(SELDOM);
            }
            case "outcome" -> {
                values.addAll(lower(CallOutcome.values()));
                values.addAll(lower(UpstreamFailure.Kind.values()));
                values.addAll(Set.of("http_error", "delivered"));
            }
            case "reason" -> values.addAll(SELDOM);
            default -> {}
        }
        return values;
    }

    private static List<String> lower(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Set<String> values(String metric, String label) {
        return scrape.having(metric)
                .map(family -> family.labels().getOrDefault(label, Set.of()))
                .orElse(Set.of());
    }
}
