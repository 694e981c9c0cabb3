package dev.turnpike.gateway.trace;

import static dev.turnpike.gateway.trace.TestCollector.attributes;
import static dev.turnpike.gateway.trace.TestCollector.id;
import static dev.turnpike.gateway.trace.TestCollector.parent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.gateway.approvals.Approvals.Verdict;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.RecordingUpstream.Received;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.trace.TestCollector.Trace;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Traces of calls through a real node, as a collector and an upstream see them. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class TracingTest {
    private static final String CALLER = "00f067aa0ba902b7";
    private static final Pattern SENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final String RESULT =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"seen\"}]}}";
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
             "look":{},
             "rare":{"limits":[{"counter":"c","window":"month","max":1}]},
             "pay":{"action":"require_approval","approval":{"mode":"hold"}}}}""";

    @TempDir
    private static Path resources;

    @TempDir
    private static Path others;

    @TempDir
    private static Path data;

    private static RecordingUpstream upstream;
    private static TestCollector collector;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new RecordingUpstream();
        collector = new TestCollector();
        gateway = TestGateway.start(
                resources,
                upstream,
                POLICY,
                Map.of(
                        "trace-export",
                        "otlp:http://127.0.0.1:" + collector.port(),
                        "trace-export-authorization",
                        "file:" + Files.writeString(data.resolve("token"), "Bearer from-a-file\n"),
                        "node-name",
                        "n1"));
    }

    @AfterAll
    static void stop() throws TimeoutException {
        gateway.close();
        collector.close();
        upstream.close();
    }

    @Test
    void aCallContinuesTheTraceOfItsCallerAndTheUpstreamContinuesOurs() {
        upstream.answers(exchange -> exchange.json(RESULT));
        String trace = newTrace();

        gateway.post(
                call("look", "{\"to\":\"s3cr3t-value\"}", ""),
                "traceparent: " + context(trace, "01") + "\r\ntracestate: rojo=1,congo=t61\r\nMcp-Session-Id: s-1\r\n");

        Trace spans = collector.trace(trace);
        Span call = spans.get("call");
        assertThat(spans.spans()).containsOnlyKeys("call", "decide", "clear", "forward");
        assertThat(call.getName()).isEqualTo("tools/call look");
        assertThat(parent(call)).isEqualTo(CALLER);
        assertThat(List.of(spans.get("decide"), spans.get("clear"), spans.get("forward")))
                .allMatch(step -> parent(step).equals(id(call)))
                .extracting(Span::getKind)
                .containsExactly(SpanKind.SPAN_KIND_INTERNAL, SpanKind.SPAN_KIND_INTERNAL, SpanKind.SPAN_KIND_CLIENT);
        Received received = last();
        assertThat(received.headers().getAll("traceparent"))
                .containsExactly("00-" + trace + "-" + id(spans.get("forward")) + "-01");
        assertThat(received.headers().get("tracestate")).isEqualTo("rojo=1,congo=t61");
        assertThat(attributes(call))
                .contains(
                        entry("mcp.method.name", "tools/call"),
                        entry("gen_ai.tool.name", "look"),
                        entry("gen_ai.operation.name", "execute_tool"),
                        entry("mcp.protocol.version", "2025-03-26"),
                        entry("jsonrpc.request.id", "1"),
                        entry("turnpike.grant", "alice"),
                        entry("turnpike.server", "kestra"),
                        entry("turnpike.policy", "tested"),
                        entry("turnpike.decision", "allow"),
                        entry("turnpike.upstream.outcome", "result"))
                .containsKeys("turnpike.policy_revision", "mcp.session.id")
                .doesNotContainValue("s-1")
                .doesNotContainKeys("error.type", "turnpike.code");
        assertThat(attributes(spans.get("forward")))
                .contains(
                        entry("http.response.status_code", "200"),
                        entry("server.address", "127.0.0.1"),
                        entry("gen_ai.tool.name", "look"));
        assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(collector.requests().toString()).doesNotContain("s3cr3t-value");
        assertThat(record(trace).tool()).isEqualTo("look");
        assertThat(attributes(collector
                        .requests()
                        .get(0)
                        .getResourceSpans(0)
                        .getResource()
                        .getAttributesList()))
                .contains(entry("service.name", "turnpike"), entry("service.instance.id", "n1"))
                .containsKey("service.version");
        assertThat(collector.tokens()).contains("Bearer from-a-file");
    }

    @Test
    void whatAMessageSaysOfItsTraceCountsMoreThanItsHeadersAndItsBytesStay() {
        upstream.answers(exchange -> exchange.json(RESULT));
        String trace = newTrace();
        String carrier = newTrace();
        String body = call(
                "look",
                "{}",
                "\"traceparent\":\"" + context(trace, "01") + "\",\"tracestate\":\"a=1\","
                        + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}");

        gateway.post(
                body,
                "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: look\r\n" + "traceparent: "
                        + context(carrier, "01") + "\r\n");

        Trace spans = collector.trace(trace);
        assertThat(parent(spans.get("call"))).isEqualTo(CALLER);
        assertThat(attributes(spans.get("call"))).contains(entry("mcp.protocol.version", "2026-07-28"));
        assertThat(spans.get("call").getLinksList())
                .extracting(link -> HexFormat.of().formatHex(link.getTraceId().toByteArray()))
                .containsExactly(carrier);
        Received received = last();
        assertThat(received.headers().get("traceparent"))
                .isEqualTo("00-" + trace + "-" + id(spans.get("forward")) + "-01");
        assertThat(received.headers().get("tracestate")).isEqualTo("a=1");
        assertThat(received.body().toString()).isEqualTo(body);
    }

    @Test
    void aRefusedCallTellsWhyAndNoNameThatOnlyItsCallerKnows() {
        String trace = newTrace();
        gateway.post(call("made-up-by-the-caller", "{}", ""), traced(trace));

        Trace spans = collector.trace(trace);
        assertThat(spans.spans()).containsOnlyKeys("call", "decide");
        assertThat(spans.get("call").getName()).isEqualTo("tools/call");
        assertThat(attributes(spans.get("call")))
                .contains(
                        entry("turnpike.decision", "deny"),
                        entry("turnpike.code", "default_denied"),
                        entry("turnpike.rule", "(default deny)"),
                        entry("error.type", "default_denied"));
        assertThat(spans.spans().values())
                .extracting(
                        span -> span.getStatus().getCode(),
                        span -> span.getStatus().getMessage())
                .containsOnly(tuple(StatusCode.STATUS_CODE_ERROR, "default_denied"));
        assertThat(spans.toString()).doesNotContain("made-up-by-the-caller");
        assertThat(record(trace).code()).contains("default_denied");
    }

    @Test
    void aCallBeyondItsLimitIsRefusedWhileItIsCleared() {
        upstream.answers(exchange -> exchange.json(RESULT));
        gateway.post(call("rare", "{}", ""));
        String trace = newTrace();
        gateway.post(call("rare", "{}", ""), traced(trace));

        Trace spans = collector.trace(trace);
        assertThat(spans.spans()).containsOnlyKeys("call", "decide", "clear");
        assertThat(spans.get("decide").getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(spans.get("clear"))).contains(entry("error.type", "limit_exceeded"));
        assertThat(attributes(spans.get("call"))).contains(entry("turnpike.code", "limit_exceeded"));
    }

    @Test
    void aToolThatFailsAndAnUpstreamThatFailsShow() {
        upstream.answers(exchange ->
                exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[],\"isError\":true}}"));
        String failed = newTrace();
        gateway.post(call("look", "{}", ""), traced(failed));
        upstream.answers(
                exchange -> exchange.request().response().setStatusCode(503).end());
        String broken = newTrace();
        gateway.post(call("look", "{}", ""), traced(broken));

        assertThat(attributes(collector.trace(failed).get("forward"))).contains(entry("error.type", "tool_error"));
        assertThat(collector.trace(failed).get("call").getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(collector.trace(broken).get("forward")))
                .contains(entry("error.type", "503"), entry("http.response.status_code", "503"));
    }

    @Test
    void aHeldCallLastsUntilItsAnswerAndTellsOfItsApproval() {
        upstream.answers(exchange -> exchange.json(RESULT));
        String trace = newTrace();
        CompletableFuture<RawHttp.Answer> held =
                CompletableFuture.supplyAsync(() -> gateway.post(call("pay", "{\"to\":\"bob\"}", ""), traced(trace)));
        String approval = pending();
        approve(approval);

        assertThat(held.join().body()).contains("seen");
        Trace spans = collector.trace(trace);
        assertThat(spans.spans()).containsOnlyKeys("call", "decide", "clear", "forward");
        assertThat(spans.get("call").getEventsList())
                .filteredOn(event -> event.getName().equals("turnpike.approval"))
                .extracting(event -> attributes(event.getAttributesList()))
                .startsWith(Map.of("turnpike.approval", approval, "turnpike.approval.ruling", "pending"))
                .endsWith(Map.of("turnpike.approval", approval, "turnpike.approval.ruling", "granted"));
        assertThat(attributes(spans.get("call"))).contains(entry("turnpike.approval", approval));
        assertThat(spans.get("clear").getEndTimeUnixNano())
                .isGreaterThanOrEqualTo(spans.get("call").getEventsList().stream()
                        .mapToLong(Span.Event::getTimeUnixNano)
                        .max()
                        .orElseThrow());
        assertThat(spans.get("call").getEndTimeUnixNano())
                .isGreaterThanOrEqualTo(spans.get("forward").getEndTimeUnixNano());
    }

    @Test
    void aCallerThatDoesNotRecordItsTraceIsFollowedToo() {
        upstream.answers(exchange -> exchange.json(RESULT));
        String silent = newTrace();
        gateway.post(call("look", "{}", ""), "traceparent: " + context(silent, "00") + "\r\n");
        Received sent = last();
        String recorded = newTrace();
        gateway.post(call("look", "{}", ""), traced(recorded));

        assertThat(sent.headers().get("traceparent")).startsWith("00-" + silent + "-");
        assertThat(isSampled(sent)).isFalse();
        assertThat(record(silent).tool()).isEqualTo("look");
        collector.trace(recorded);
        assertThat(collector.spans().stream()
                        .map(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray())))
                .doesNotContain(silent);
    }

    @Test
    void whatIsNoContextBeginsATraceOfItsOwn() {
        upstream.answers(exchange -> exchange.json(RESULT));
        RawHttp.Answer answer = gateway.post(
                call("look", "{}", "\"traceparent\":{\"00\":[1]},\"tracestate\":7"),
                "traceparent: 00-1-2-01\r\ntracestate: a=1\r\n");

        assertThat(answer.body()).contains("seen");
        assertThat(last().headers().contains("tracestate")).isFalse();
        assertThat(isSampled(last())).isTrue();
        assertThat(parent(collector.trace(sent(last()).group(1)).get("call"))).isEmpty();
    }

    @Test
    void aCollectorThatRefusesCostsSpansAndNothingElse() {
        upstream.answers(exchange -> exchange.json(RESULT));
        settled();
        double before = dropped(gateway);
        collector.answers(500);
        try {
            String lost = newTrace();
            assertThat(gateway.post(call("look", "{}", ""), traced(lost)).body())
                    .contains("seen");
            await().until(() -> dropped(gateway) >= before + 4);
        } finally {
            collector.answers(200);
        }
        String trace = newTrace();
        gateway.post(call("look", "{}", ""), traced(trace));
        collector.trace(trace);
        assertThat(dropped(gateway)).isEqualTo(before + 4);
    }

    @Test
    void nothingIsSampledOfWhatBeginsHereAndACollectorThatIsDownHarmsNobody() throws Exception {
        upstream.answers(exchange -> exchange.json(RESULT));
        Map<String, String> settings =
                Map.of("trace-sample", "0", "trace-export", "otlp:http://127.0.0.1:" + closedPort());
        TestGateway other = TestGateway.start(others, upstream, POLICY, settings);
        try (other) {
            other.post(call("look", "{}", ""));
            assertThat(isSampled(last())).isFalse();
            assertThat(other.post(call("look", "{}", ""), traced(newTrace())).body())
                    .contains("seen");
            assertThat(isSampled(last())).isTrue();
            await().until(() -> dropped(other) == 4);
            other.post(call("look", "{}", ""), traced(newTrace()));
        }
    }

    @Test
    void aStopSendsWhatWaits(@TempDir Path own) throws Exception {
        upstream.answers(exchange -> exchange.json(RESULT));
        String trace = newTrace();
        try (TestGateway other = TestGateway.start(
                own, upstream, POLICY, Map.of("trace-export", "otlp:http://127.0.0.1:" + collector.port()))) {
            other.post(call("look", "{}", ""), traced(trace));
        }

        assertThat(collector.spans())
                .filteredOn(span -> HexFormat.of()
                        .formatHex(span.getTraceId().toByteArray())
                        .equals(trace))
                .hasSize(4);
    }

    @Test
    void withoutTracingAContextPassesAsItIsUnlessItIsNone(@TempDir Path own) throws Exception {
        upstream.answers(exchange -> exchange.json(RESULT));
        try (TestGateway other = TestGateway.start(
                own,
                upstream,
                POLICY,
                Map.of("audit-file", data.resolve("audit.jsonl").toString()))) {
            String trace = newTrace();
            other.post(call("look", "{}", ""), traced(trace) + "tracestate: rojo=1\r\nbaggage: a=b\r\n");
            assertThat(last().headers().get("traceparent")).isEqualTo(context(trace, "01"));
            assertThat(last().headers().get("tracestate")).isEqualTo("rojo=1");
            assertThat(last().headers().get("baggage")).isEqualTo("a=b");

            other.post(call("look", "{}", ""), "traceparent: 00-1-2-01\r\ntracestate: rojo=1\r\n");
            assertThat(last().headers().names()).doesNotContain("traceparent", "tracestate");
            other.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", traced(trace));
            assertThat(last().headers().get("traceparent")).isEqualTo(context(trace, "01"));
            other.post(call("look", "{}", "\"traceparent\":\"" + context(trace, "01") + "\""));
            other.post(call("look", "{}", ""));

            assertThat(other.decisions())
                    .extracting(AuditRecord::traceId)
                    .containsExactly(Optional.of(trace), Optional.empty(), Optional.of(trace), Optional.empty());
            ManagementClient operator = new ManagementClient(
                    other.node().managementPort(),
                    other.node().adminToken().orElseThrow().reveal());
            assertThat(await().until(
                                    () -> operator.get("/admin/v1/decisions?trace=" + trace)
                                            .json()
                                            .path("records"),
                                    found -> found.size() == 2)
                            .findValuesAsText("trace_id"))
                    .containsOnly(trace);
            assertThat(metric(other, "turnpike_trace_spans_exported_total")).isZero();
            assertThat(dropped(other)).isZero();
        }
    }

    @Test
    void whereTracesCannotGoIsToldAtTheStart(@TempDir Path own) {
        assertThatThrownBy(() -> TestGateway.start(own, upstream, POLICY, Map.of("trace-export", "stdout")))
                .hasMessageContaining("expected `none` or `otlp:http://HOST:PORT`");
        assertThatThrownBy(() -> TestGateway.start(own, upstream, POLICY, Map.of("trace-sample", "1.5")))
                .hasMessageContaining("expected a number from 0 to 1");
        assertThatThrownBy(() -> TestGateway.start(
                        own,
                        upstream,
                        POLICY,
                        Map.of("trace-export", "otlp:http://h", "trace-export-authorization", "file:/none/such")))
                .hasMessageContaining("trace-export-authorization: `file:/none/such` is no file");
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String context(String trace, String flags) {
        return "00-" + trace + "-" + CALLER + "-" + flags;
    }

    private static String traced(String trace) {
        return "traceparent: " + context(trace, "01") + "\r\n";
    }

    private static String call(String tool, String arguments, String meta) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + ",\"_meta\":{" + meta + "}}}";
    }

    private static Received last() {
        List<Received> all = upstream.received();
        return all.get(all.size() - 1);
    }

    private static Matcher sent(Received received) {
        Matcher sent = SENT.matcher(received.headers().get("traceparent"));
        assertThat(sent.matches()).isTrue();
        return sent;
    }

    private static boolean isSampled(Received received) {
        return (Integer.parseInt(sent(received).group(3), 16) & 1) == 1;
    }

    private static AuditRecord record(String trace) {
        return gateway.decisions().stream()
                .filter(record -> record.traceId().equals(Optional.of(trace)))
                .findFirst()
                .orElseThrow();
    }

    private static String pending() {
        List<Approval> found = await().until(
                        () -> gateway.node()
                                .approvals()
                                .list(Which.PENDING)
                                .toCompletableFuture()
                                .join(),
                        some -> some.size() == 1);
        return found.get(0).id();
    }

    private static void approve(String approval) {
        gateway.node()
                .approvals()
                .decide(
                        new Approver("carol", TokenHash.of("carol's")),
                        new Verdict(approval, true, "", Optional.empty(), Motion.Decide.ANY_REVISION))
                .toCompletableFuture()
                .orTimeout(Duration.ofSeconds(20).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    /** Everything so far has been sent. */
    private static void settled() {
        String trace = newTrace();
        gateway.post(call("look", "{}", ""), traced(trace));
        collector.trace(trace);
    }

    private static double dropped(TestGateway node) {
        return metric(node, "turnpike_trace_spans_dropped_total");
    }

    private static double metric(TestGateway node, String name) {
        return RawHttp.send(node.node().managementPort(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n", new byte[0])
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
