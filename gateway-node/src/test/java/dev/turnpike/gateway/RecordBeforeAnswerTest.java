package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.RecordingUpstream.Exchange;
import dev.turnpike.gateway.testing.TestGateway;
import io.vertx.core.Handler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file holds at the moment that a client has its answer, with {@code audit-before-answer}. */
final class RecordBeforeAnswerTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    private static final String ERROR =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"unknown tool\"}}";
    private static final int ROUNDS = 20;

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private RecordingUpstream upstream;
    private TestGateway gateway;
    private int calls;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(
                resources,
                upstream,
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t*\":{\"action\":\"allow\"}}}",
                Map.of("audit-file", data.resolve("audit.jsonl").toString(), "audit-before-answer", "true"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void everyKindOfAnswerComesAfterItsRecord() throws Exception {
        expect(200, "allow", "\"outcome\":\"result\"", exchange -> exchange.json(RESULT));
        expect(
                200,
                "allow",
                "\"outcome\":\"result\"",
                exchange -> exchange.request()
                        .response()
                        .setChunked(true)
                        .putHeader("Content-Type", "application/json")
                        .end(RESULT));
        expect(200, "allow", "\"outcome\":\"protocol_error\"", exchange -> exchange.json(ERROR));
        expect(200, "allow", "\"outcome\":\"unknown\"", exchange -> exchange.json("no JSON at all"));
        expect(200, "allow", "\"outcome\":\"result\"", exchange -> exchange.events("data: " + RESULT + "\n\n"));
        expect(
                503,
                "allow",
                "\"outcome\":\"http_error\"",
                exchange -> exchange.request().response().setStatusCode(503).end("try later"));
    }

    @Test
    void aRefusalComesAfterItsRecord() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(gateway.post(CALL.formatted("other" + round)).body()).contains("POLICY DENIED");
            assertThat(lines("other" + round)).hasSize(1).allMatch(line -> line.contains("\"decision\":\"deny\""));
        }
    }

    private void expect(int status, String decision, String part, Handler<Exchange> answer) throws Exception {
        upstream.answers(answer);
        for (int round = 0; round < ROUNDS; round++) {
            String tool = "t" + calls++ + "x";
            RawHttp.Answer answered = gateway.post(CALL.formatted(tool));
            assertThat(lines(tool))
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"decision\":\"" + decision + "\"") && line.contains(part));
            assertThat(answered.status()).isEqualTo(status);
        }
    }

    private List<String> lines(String tool) throws Exception {
        return Files.readAllLines(data.resolve("audit.jsonl")).stream()
                .filter(line -> line.contains("\"tool\":\"" + tool + "\""))
                .toList();
    }
}
