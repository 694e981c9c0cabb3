package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a real node, found by their arguments. */
final class ArgumentsDigestTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":%s}}";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;
    private Path file;
    private Path key;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        file = data.resolve("audit.jsonl");
        key = Files.writeString(data.resolve("key"), KEY + "\n");
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void call(Map<String, String> settings, String... arguments) throws IOException {
        try (TestGateway gateway =
                TestGateway.start(resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}", settings)) {
            for (String each : arguments) {
                assertThat(gateway.post(CALL.formatted(each)).status()).isEqualTo(200);
            }
        }
    }

    private Map<String, String> digesting() {
        return Map.of("audit-file", file.toString(), "audit-argument-digests", "file:" + key);
    }

    @Test
    void equalArgumentsAreFoundWithoutTheirValues() throws Exception {
        call(
                digesting(),
                "{\"to\":\"mallory\",\"amount\":10.0}",
                "{\"amount\":10,\"to\":\"mallor\\u0079\"}",
                "{\"to\":\"bob\",\"amount\":10}",
                "{\"long\":\"" + "x".repeat(70_000) + "\"}");
        Path arguments = Files.writeString(data.resolve("arguments.json"), "{\"amount\": 1e1, \"to\": \"mallory\"}");

        String digest =
                digest("--key", "file:" + key, arguments.toString()).out().strip();
        List<JsonNode> found = query("--arguments-digest", digest);

        assertThat(found).hasSize(2);
        assertThat(query()).hasSize(4);
        assertThat(query().get(3).at("/arguments_digest/skipped").asText()).isEqualTo("size");
        assertThat(found.get(0).at("/arguments_digest/key").asText())
                .isEqualTo(new ObjectMapper()
                        .readTree(digest("--key", "file:" + key, "-o", "json", arguments.toString())
                                .out())
                        .path("key")
                        .asText());
        assertThat(Files.readString(file)).doesNotContain("mallory", KEY);
    }

    @Test
    void withoutAKeyThereAreNone() throws Exception {
        call(Map.of("audit-file", file.toString()), "{\"to\":\"bob\"}");

        assertThat(query()).hasSize(1);
        assertThat(Files.readString(file)).doesNotContain("arguments_digest");
    }

    @Test
    void aKeyThatIsNoneIsToldWithoutBeingShown() throws Exception {
        Files.writeString(key, "too-short-secret");

        assertThatThrownBy(() -> call(digesting()))
                .hasMessage("audit-argument-digests: the key has 16 characters (expected: at least 32)");
        Spoken spoken = digest("--key", "file:" + key, key.toString());
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("16 characters").doesNotContain("too-short-secret");
        assertThat(digest("--key", KEY, key.toString()).err()).doesNotContain(KEY);
    }

    private static Spoken digest(String... options) {
        List<String> arguments = new ArrayList<>(List.of("audit", "digest"));
        arguments.addAll(List.of(options));
        return Spoken.of(arguments.toArray(String[]::new));
    }

    private List<JsonNode> query(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("audit", "query", file.toString(), "-o", "json"));
        arguments.addAll(List.of(options));
        List<JsonNode> records = new ArrayList<>();
        for (String line :
                Spoken.of(arguments.toArray(String[]::new)).out().lines().toList()) {
            records.add(new ObjectMapper().readTree(line));
        }
        return records;
    }
}
