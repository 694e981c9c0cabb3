package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an upstream's trouble does to the caller, to the limits and to the record. */
final class UpstreamTroubleTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"pay\",\"arguments\":{\"amount\":3}}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"content\":[]}}";

    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeEach
    void start(@TempDir Path resources) throws IOException, TimeoutException {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(resources, upstream, """
                {"version":"1","default":"deny","tools":{"pay":{"limits":[
                  {"counter":"calls","window":"month","max":1},
                  {"counter":"all","window":"month","max":1,"scope":"server"},
                  {"counter":"everything","window":"month","max":3,"scope":"cluster","increment_from":"args.amount"}]}}}""");
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void aCallThatRanStaysSpent() {
        upstream.answers(exchange -> exchange.json(RESULT));
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded", "\"limit\":1,", "\"remaining\":0,");
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void aToolErrorDidRun() {
        upstream.answers(exchange ->
                exchange.json("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"isError\":true,\"content\":[]}}"));
        gateway.post(CALL);
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded");
    }

    @Test
    void whatDidNotRunIsGivenBackBeforeTheClientKnows() {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32602,\"message\":\"no\"}}";
        upstream.answers(exchange -> exchange.json(error));
        for (int i = 0; i < 20; i++) {
            assertThat(gateway.post(CALL).body()).isEqualTo(error);
        }
        upstream.answers(exchange -> exchange.events(": hello\n\ndata: " + error + "\n\n"));
        assertThat(gateway.post(CALL).body()).isEqualTo(": hello\n\ndata: " + error + "\n\n");
        upstream.answers(
                exchange -> exchange.json(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"resultType\":\"input_required\",\"requestState\":\"s\"}}"));
        assertThat(gateway.post(CALL).body()).contains("input_required");
        upstream.answers(
                exchange -> exchange.request().response().setStatusCode(500).end("broken"));
        assertThat(gateway.post(CALL).status()).isEqualTo(500);
        upstream.answers(exchange -> exchange.json(RESULT));
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded");
    }

    @Test
    void anUnreachableServerIsAClearErrorAndSpendsNothing() {
        upstream.close();
        for (int i = 0; i < 3; i++) {
            RawHttp.Answer answer = gateway.post(CALL);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":502,"
                            + "\"message\":\"server `kestra` cannot be reached; the call was not sent\"}}");
        }
        assertThat(gateway.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(502);
    }

    @Test
    void theUpstreamsDemandForCredentialsDoesNotReachTheClient() {
        upstream.answers(exchange -> exchange.request()
                .response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer")
                .end());
        RawHttp.Answer answer = gateway.post(CALL);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("WWW-Authenticate");
        assertThat(answer.body()).contains("did not accept the gateway's request (HTTP 401)");
    }

    @Test
    void anErrorForAnotherIdGivesNothingBack() {
        upstream.answers(exchange -> exchange.events(
                "data: {\"jsonrpc\":\"2.0\",\"id\":\"b\",\"error\":{\"code\":1,\"message\":\"no\"}}\n\ndata: " + RESULT
                        + "\n\n"));
        assertThat(gateway.post(CALL).body()).contains(RESULT);
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded");
    }

    @Test
    void anAnswerInAContentCodingIsAClearErrorAndCountsAsRun() {
        upstream.answers(exchange -> exchange.request()
                .response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Encoding", "gzip")
                .end("\u001f"));
        assertThat(gateway.post(CALL).body()).contains("content coding that it was not asked for");
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded");
    }

    @Test
    void aRedirectIsNotFollowed() {
        upstream.answers(exchange -> exchange.request()
                .response()
                .setStatusCode(307)
                .putHeader("Location", upstream.url() + "/elsewhere")
                .end());
        assertThat(gateway.post(CALL).body()).contains("(HTTP 307)");
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void aLostConnectionCountsAsRun() {
        upstream.answers(exchange -> exchange.request().connection().close());
        assertThat(gateway.post(CALL).body()).contains("was lost; the call may have run");
        assertThat(gateway.post(CALL).body()).contains("limit_exceeded");
        await().untilAsserted(() -> assertThat(gateway.decisions()).hasSize(2));
        assertThat(gateway.decisions().get(0).upstream().orElseThrow().outcome())
                .isEqualTo("broken");
    }

    @Test
    void anAnswerThatStopsComingIsGivenUp(@TempDir Path resources) throws IOException {
        upstream.answers(exchange -> exchange.request()
                .response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", "1000")
                .write("{\"jsonrpc\":"));
        try (TestGateway impatient = TestGateway.start(
                resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}", Map.of("call-timeout", "4s"))) {
            assertThatThrownBy(() -> impatient.post(CALL)).isInstanceOf(UncheckedIOException.class);
            await().untilAsserted(() -> assertThat(impatient.decisions())
                    .singleElement()
                    .extracting(record -> record.upstream().orElseThrow().outcome())
                    .isEqualTo("broken"));
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheCallUpstream() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> reset = new CompletableFuture<>();
        upstream.answers(exchange -> {
            exchange.request().connection().closeHandler(closed -> reset.complete(null));
            arrived.complete(null);
        });
        byte[] body = CALL.getBytes(StandardCharsets.UTF_8);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.node().agentPort())) {
            socket.getOutputStream()
                    .write(("POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                                    + "\r\n\r\n" + CALL)
                            .getBytes(StandardCharsets.UTF_8));
            arrived.get(10, TimeUnit.SECONDS);
        }
        reset.get(10, TimeUnit.SECONDS);
        await().untilAsserted(() -> assertThat(gateway.decisions())
                .singleElement()
                .extracting(record -> record.upstream().orElseThrow().outcome())
                .isEqualTo("cancelled"));
    }

    @Test
    void aListThatCannotBeReadDoesNotPass() {
        upstream.answers(exchange -> exchange.json(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\",\"name\":\"b\"}]}}"));
        RawHttp.Answer answer = gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
        assertThat(answer.body()).contains("\"error\"", "cannot be read").doesNotContain("\"tools\"");
    }

    @Test
    void everyDecisionIsRecordedWithTheNamesOfItsArguments() {
        upstream.answers(exchange -> exchange.json(RESULT));
        gateway.post(CALL);
        await().untilAsserted(() -> assertThat(gateway.decisions()).hasSize(1));
        AuditRecord record = gateway.decisions().get(0);
        assertThat(record.grant()).isEqualTo("alice");
        assertThat(record.server()).isEqualTo("kestra");
        assertThat(record.tool()).isEqualTo("pay");
        assertThat(record.decision()).isEqualTo(AuditRecord.Verdict.ALLOW);
        assertThat(record.arguments()).containsExactly("amount");
        assertThat(record.counters())
                .extracting(
                        AuditRecord.CounterChange::counter,
                        AuditRecord.CounterChange::owner,
                        c -> c.after().intValueExact())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("calls", "grant", 1),
                        org.assertj.core.groups.Tuple.tuple("all", "server", 1),
                        org.assertj.core.groups.Tuple.tuple("everything", "cluster", 3));
        assertThat(record.upstream().orElseThrow().outcome()).isEqualTo("result");
    }

    @Test
    void aLaterOwnersRefusalGivesBackWhatTheEarlierOnesSpent() {
        upstream.answers(exchange -> exchange.json(RESULT));
        String tooMuch = CALL.replace("\"amount\":3", "\"amount\":4");
        assertThat(gateway.post(tooMuch).body()).contains("/tools/pay/limits/everything");
        assertThat(gateway.post(CALL).body()).isEqualTo(RESULT);
    }
}
