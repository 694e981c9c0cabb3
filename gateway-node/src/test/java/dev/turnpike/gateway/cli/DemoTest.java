package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DemoTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BACKFILL = """
            {"name":"backfill_executions","arguments":{"namespace":"demo","flow_id":"orders"}}""";
    private static final String DELETE = """
            {"name":"delete_flow_logs","arguments":{"namespace":"demo","flow_id":"orders"}}""";

    private final StringWriter log = new StringWriter();
    private final List<AuditRecord> decisions = new CopyOnWriteArrayList<>();
    private final Demo demo = start();

    private Demo start() {
        return Demo.start(0, 0, new ResourceReport(new PrintWriter(log), new Colours(/* on= */ false)), decisions::add);
    }

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void theEleventhBackfillOfAWindowIsRefusedWithATimeToRetry() throws Exception {
        List<JsonNode> results = new ArrayList<>();
        // A minute may end in between: then the new window admits up to ten more.
        do {
            results.add(call("tools/call", BACKFILL).path("result"));
        } while (!results.get(results.size() - 1).path("isError").asBoolean() && results.size() <= 20);

        JsonNode refused = results.get(results.size() - 1);
        assertThat(results).hasSizeBetween(11, 21);
        assertThat(refused.at("/content/0/text").asText())
                .matches("\\[POLICY DENIED] Rate limit for backfill_executions: 10 per minute\\. Retry in \\d+ s\\.");
        assertThat(refused.at("/structuredContent/rule").asText())
                .isEqualTo("/tools/backfill_executions/limits/backfill_executions_rate");
        assertThat(results.get(0).at("/content/0/text").asText()).contains("of demo.orders started");
    }

    @Test
    void whatThePolicyDoesNotListIsDeniedAndNotShown() throws Exception {
        JsonNode denied = call("tools/call", DELETE).path("result");
        JsonNode listed = call("tools/list", "{}").at("/result/tools");

        assertThat(denied.at("/structuredContent/code").asText()).isEqualTo("default_denied");
        assertThat(listed).extracting(tool -> tool.path("name").asText()).containsExactly("backfill_executions");
    }

    @Test
    void everyDecisionIsReported() throws Exception {
        call("tools/call", DELETE);
        call("tools/call", BACKFILL);

        await().atMost(Duration.ofSeconds(30)).until(() -> decisions.size() == 2);
        assertThat(decisions).extracting(AuditRecord::decision).containsExactly(Verdict.DENY, Verdict.ALLOW);
        assertThat(decisions).extracting(AuditRecord::grant).containsOnly("demo");
    }

    @Test
    void anEditOfThePolicyHoldsSoonAndABrokenOneIsReportedAndChangesNothing() throws Exception {
        String documents = Files.readString(demo.documents());
        Files.writeString(demo.documents(), documents.replace("\"backfill_executions\":", "\"delete_flow_logs\":"));
        await().atMost(Duration.ofSeconds(60)).until(() -> log.toString().contains("resources applied: 1 changed"));
        JsonNode allowed = call("tools/call", DELETE).path("result");

        Files.writeString(demo.documents(), documents.replace("\"limits\":", "\"limit\":"));
        await().atMost(Duration.ofSeconds(60)).until(() -> log.toString().contains("did you mean `limits`?"));
        JsonNode still = call("tools/call", DELETE).path("result");

        assertThat(allowed.path("isError").asBoolean()).isFalse();
        assertThat(still.path("isError").asBoolean()).isFalse();
        assertThat(log.toString()).contains("resources refused: nothing was changed");
    }

    @Test
    void whatTheWelcomeSaysToPasteIsTrue() throws Exception {
        StringWriter text = new StringWriter();
        Welcome.print(demo, new Colours(/* on= */ false), new PrintWriter(text));

        JsonNode client =
                MAPPER.readTree(demo.connection().clientConfiguration()).at("/mcpServers/kestra");
        assertThat(client.path("url").asText()).isEqualTo(demo.connection().url());
        assertThat(client.at("/headers/Authorization").asText())
                .isEqualTo("Bearer " + demo.connection().token());
        assertThat(demo.connection().token()).matches("tpk_[A-Za-z0-9_-]{43}");
        assertThat(text.toString())
                .contains(demo.connection().curl(DemoDocuments.CALL))
                .contains(demo.documents().toString());
        assertThat(run(demo.connection().curl(DemoDocuments.CALL))).contains("of demo.orders started");
    }

    @Test
    void nothingOfItStaysBehind() {
        demo.close();

        assertThat(demo.documents()).doesNotExist();
        assertThat(demo.documents().getParent()).doesNotExist();
    }

    /** Pastes a line into a shell. */
    private static String run(String line) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        shell.getOutputStream().close();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }

    private JsonNode call(String method, String params) throws Exception {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(demo.connection().url()))
                .header("Authorization", "Bearer " + demo.connection().token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
        return MAPPER.readTree(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }
}
