package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A server that has the values of its calls kept, and a replay that uses them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class ValueRecordingTest {
    private static final String ALLOW = "{\"version\":\"1\",\"default\":\"allow\"}";
    private static final String STRICTER = """
            {"version": "1", "default": "allow",
             "tools": {"pay": {"deny_if": [{"path": "args.amount", "op": "gt", "value": 100}]}}}""";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    @Test
    void aReplayDecidesWhatDependsOnKeptValues() throws Exception {
        Path key = Files.writeString(data.resolve("key"), "a-key-that-is-long-enough-for-a-test\n");
        Path wrong = Files.writeString(data.resolve("wrong"), "another-key-that-is-long-enough-also\n");
        Path policy = Files.writeString(data.resolve("policy.json"), STRICTER);
        Path audit = data.resolve("audit.jsonl");
        try (RecordingUpstream upstream = new RecordingUpstream()) {
            upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
            TestGateway.write(resources, upstream, ALLOW);
            Path documents = resources.resolve("resources.yaml");
            Files.writeString(
                    documents,
                    Files.readString(documents)
                            .replaceFirst(
                                    "upstream:",
                                    "record_arguments: { key: \"file:" + key + "\", keep: 7d }\nupstream:"));
            try (TestGateway gateway = TestGateway.open(resources, Map.of("audit-file", audit.toString()))) {
                for (int amount : List.of(47, 4711, 5000)) {
                    assertThat(gateway.post(call(amount)).body()).contains("\"result\"");
                }
                await().until(() -> Files.readString(audit).split("\"values\":\"", -1).length == 4);
            }
        }
        assertThat(Files.readString(audit)).doesNotContain("erika-mustermann");
        assertThat(plain(".values")).doesNotContain("erika-mustermann").doesNotContain("amount");

        assertThat(replay(policy, audit).out()).contains("undecidable");
        assertThat(replay(policy, audit, "--values-key", "file:" + wrong).out()).contains("undecidable");
        Spoken decided = replay(policy, audit, "--values-key", "file:" + key, "-o", "json");
        assertThat(decided.exitCode()).isEqualTo(1);
        assertThat(decided.out()).contains("\"changed\" : 2", "\"undecidable\" : 0", "\"unchanged\" : 1");
        assertThat(replay(policy, audit, "--values-key", "hush-hush").exitCode())
                .isEqualTo(2);
    }

    private String plain(String ending) throws Exception {
        try (Stream<Path> files = Files.list(data)) {
            Path file = files.filter(each -> each.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }

    private static Spoken replay(Path policy, Path audit, String... more) {
        String[] all = Stream.concat(
                        Stream.of("policy", "replay", policy.toString(), "--audit", audit.toString()), Stream.of(more))
                .toArray(String[]::new);
        return Spoken.of(all);
    }

    private static String call(int amount) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{\"amount\":"
                + amount + ",\"to\":\"erika-mustermann\"}}}";
    }
}
