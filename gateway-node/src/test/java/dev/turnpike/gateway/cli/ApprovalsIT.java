package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.RecordingUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals as agents and approvers meet them: three node processes behind HAProxy, of which one is killed. */
final class ApprovalsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REPEATS = 200;
    private static final String TOKEN = "tpk_agent-agent-agent-agent-agent-agent-agent-0";
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}}";

    @TempDir
    private Path elsewhere = Path.of(".");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anApprovedCallRunsOnceBehindABalancerAndNeverTwiceWhileANodeDies() throws Exception {
        try (RecordingUpstream upstream = new RecordingUpstream();
                LaunchedProcess cluster = cluster(upstream)) {
            upstream.answers(exchange -> exchange.json(RESULT));
            JsonNode ready = cluster.ready();
            Path token = Files.writeString(
                    elsewhere.resolve("token"), ready.path("adminToken").asText());

            String first = asked(ready, 1);
            assertThat(approvals(ready, token, "list")).contains(first, "agent", "pay");
            assertThat(approvals(ready, token, "show", first)).contains("\"number\"");
            approvals(ready, token, "approve", first, "--note", "go on");
            repeat(ready, 1, () -> {});
            assertThat(upstream.received()).hasSize(1);

            approvals(ready, token, "approve", asked(ready, 2));
            repeat(
                    ready,
                    2,
                    () -> ProcessHandle.of(ready.at("/nodes/1/pid").asLong())
                            .ifPresent(ProcessHandle::destroyForcibly));
            assertThat(upstream.received().size()).isBetween(1, 2);

            String third = asked(ready, 3);
            approvals(ready, token, "deny", third, "--note", "not today");
            assertThat(call(ready, 3).join()).contains("approval_denied", "not today");
            assertThat(upstream.received().size()).isBetween(1, 2);
        }
    }

    private LaunchedProcess cluster(RecordingUpstream upstream) throws Exception {
        Path resources = Files.createDirectory(elsewhere.resolve("resources"));
        Files.writeString(resources.resolve("documents.yaml"), """
                kind: Server
                name: bank
                upstream: { url: "%s" }
                ---
                kind: Policy
                name: careful
                document: { version: "1", default: deny, tools: { pay: { action: require_approval } } }
                ---
                kind: Grant
                name: agent
                server: bank
                policy: careful
                tokenSha256: "%s"
                """.formatted(
                        upstream.url(), TokenHash.of(TOKEN).hex()));
        return LaunchedProcess.start(
                elsewhere,
                "cluster",
                "--nodes",
                "3",
                "--no-prometheus",
                "-o",
                "json",
                "--resources",
                resources.toString());
    }

    /** Many agents repeat the same call at once; something happens meanwhile. */
    private void repeat(JsonNode ready, int number, Runnable meanwhile) throws IOException {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            answers.add(call(ready, number));
            if (i == REPEATS / 4) {
                meanwhile.run();
            }
        }
        long done = answers.stream()
                .map(answer -> answer.exceptionally(broken -> "").join())
                .filter(RESULT::equals)
                .count();
        assertThat(done).isLessThanOrEqualTo(1);
    }

    private String asked(JsonNode ready, int number) throws IOException {
        JsonNode facts = JSON.readTree(call(ready, number).join()).at("/result/structuredContent");
        assertThat(facts.path("code").asText()).isEqualTo("approval_required");
        return facts.path("approval_id").asText();
    }

    private CompletableFuture<String> call(JsonNode ready, int number) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{\"number\":"
                        + number + "}}}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(ready.path("url").asText()))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(java.net.http.HttpResponse::body);
    }

    /** What `turnpike approvals` says, which has to end well. */
    private String approvals(JsonNode ready, Path token, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("approvals"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--management", ready.path("management").asText(), "--token", "file:" + token));
        try (LaunchedProcess process = LaunchedProcess.start(elsewhere, command.toArray(String[]::new))) {
            String said = process.rest();
            assertThat(process.exitCode()).as(said + process.err()).isZero();
            return said;
        }
    }
}
