package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.export.ExportedRecord;
import dev.turnpike.gateway.audit.export.OtlpReceiver;
import dev.turnpike.gateway.audit.export.Receiver;
import dev.turnpike.gateway.audit.export.StreamReceiver;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class AuditExportTest {
    private static final Instant TIME = Instant.parse("2026-11-25T20:15:00.123456Z");
    private static final AuditExport.Pace FAST =
            new AuditExport.Pace(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(20));

    private final Meters meters = new Meters();
    private final List<ExportLogsServiceRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 200;
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/logs", this::collect);
        collector.setExecutor(threads);
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
        threads.shutdownNow();
        meters.close();
    }

    private void collect(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(body.readAllBytes());
            if (status == 200) {
                requests.add(request);
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private AuditExport toCollector(int port, int queue) {
        OtlpReceiver receiver = new OtlpReceiver(
                URI.create("http://127.0.0.1:" + port), "n1", () -> Map.of("Authorization", "Bearer collector-token"));
        return AuditExport.started(new AuditExport(receiver, "collector", FAST, queue, meters));
    }

    private AuditExport toCollector() {
        return toCollector(collector.getAddress().getPort(), 1_000);
    }

    private List<LogRecord> logs() {
        return requests.stream()
                .flatMap(request -> request.getResourceLogsList().stream())
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .toList();
    }

    @Test
    void aCollectorGetsEachRecordWithWhatItIsFoundBy() {
        try (AuditExport export = toCollector()) {
            export.accept(Records.call(TIME, "alice", "pay", Verdict.DENY, "tool_denied"));
            export.accept(Records.step(TIME, "a1b2"));
            export.accept(new AdminRecord(TIME, "carol", "apply", "applied", 7, List.of(), "r1"));
            await().until(() -> logs().size() == 3);
        }

        LogRecord denied = logs().get(0);
        assertThat(denied.getEventName()).isEqualTo("turnpike.decision");
        assertThat(denied.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_WARN);
        assertThat(denied.getTimeUnixNano()).isEqualTo(TIME.getEpochSecond() * 1_000_000_000L + 123_456_000);
        assertThat(denied.getBody().getStringValue())
                .startsWith("{\"time\":\"2026-11-25T20:15:00.123456Z\",\"grant\":\"alice\"")
                .doesNotContain("\"seq\"")
                .endsWith("}");
        assertThat(denied.getAttributesList())
                .extracting(KeyValue::getKey, each -> each.getValue().getStringValue())
                .contains(
                        tuple("turnpike.grant", "alice"),
                        tuple("turnpike.tool", "pay"),
                        tuple("turnpike.code", "tool_denied"));
        assertThat(logs()).extracting(LogRecord::getEventName).contains("turnpike.approval", "turnpike.admin");
        assertThat(requests.get(0).getResourceLogs(0).getResource().getAttributesList())
                .extracting(KeyValue::getKey, each -> each.getValue().getStringValue())
                .contains(tuple("service.name", "turnpike"), tuple("service.instance.id", "n1"));
        assertThat(tokens).containsOnly("Bearer collector-token");
        assertThat(metric("turnpike_audit_exported_total")).isEqualTo("3.0");
    }

    @Test
    void aCollectorHearsOfCountersThatAnOperatorReset() {
        try (AuditExport export = toCollector()) {
            AuditSink.all(List.of(export))
                    .accept(new ResetRecord(TIME, "carol", "applied", "grant:alice", List.of(), 1, "r1"));
            await().until(() -> logs().size() == 1);
        }

        LogRecord reset = logs().get(0);
        assertThat(reset.getEventName()).isEqualTo("turnpike.admin");
        assertThat(reset.getBody().getStringValue()).contains("\"action\":\"reset\"", "\"owner\":\"grant:alice\"");
        assertThat(reset.getAttributesList())
                .extracting(KeyValue::getKey, each -> each.getValue().getStringValue())
                .contains(tuple("turnpike.operator", "carol"), tuple("turnpike.action", "reset"));
    }

    @Test
    void whatACollectorRefusesForAWhileIsSentLater() {
        status = 503;
        try (AuditExport export = toCollector()) {
            export.accept(Records.call("first"));
            await().until(() -> tokens.size() >= 2);
            export.accept(Records.call("second"));
            status = 200;
            await().until(() -> logs().size() == 2);
        }

        assertThat(metric("turnpike_audit_export_dropped_total")).isEqualTo("0.0");
    }

    @Test
    void whatNobodyTakesIsGivenUpAndCounted() {
        collector.stop(0);
        try (AuditExport export = toCollector()) {
            export.accept(Records.call("lost"));
            await().until(() -> metric("turnpike_audit_export_dropped_total").equals("1.0"));
        }
    }

    @Test
    void aReceiverThatHangsHoldsNobodyUpAndItsStopIsBounded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        Receiver hung = new Receiver() {
            @Override
            public void take(List<ExportedRecord> records) {
                hanging.countDown();
                try {
                    never.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void close() {}
        };
        AuditExport export = AuditExport.started(new AuditExport(hung, "hung", FAST, 10, meters));
        export.accept(Records.call("first"));
        hanging.await();
        long started = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            export.accept(Records.call("next"));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        assertThat(metric("turnpike_audit_export_dropped_total")).isEqualTo("990.0");

        export.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        assertThat(metric("turnpike_audit_export_dropped_total")).isEqualTo("1000.0");
    }

    @Test
    void aStopSendsWhatWaits() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditExport export = AuditExport.started(new AuditExport(
                new StreamReceiver(new PrintStream(out, true, UTF_8)),
                "stdout",
                new AuditExport.Pace(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)),
                1_000,
                meters));
        for (int i = 0; i < 700; i++) {
            export.accept(Records.call("t" + i));
        }
        export.close();
        export.accept(Records.call("late"));

        assertThat(out.toString(UTF_8).lines()).hasSize(700).allMatch(line -> line.startsWith("{\"time\":\""));
        assertThat(metric("turnpike_audit_export_dropped_total")).isEqualTo("1.0");
    }

    @Test
    void aNodeSendsItsRecordsWhereItsSettingSays(@TempDir Path resources, @TempDir Path data) throws Exception {
        Path token = Files.writeString(data.resolve("token"), "Bearer from-a-file\n");

        call(
                resources,
                Map.of(
                        "audit-export",
                        "otlp:http://127.0.0.1:" + collector.getAddress().getPort(),
                        "audit-export-authorization",
                        "file:" + token));

        assertThat(logs()).extracting(LogRecord::getEventName).containsExactly("turnpike.decision");
        assertThat(tokens).containsExactly("Bearer from-a-file");
    }

    @Test
    void aNodePrintsItsRecordsIfItsSettingSaysSo(@TempDir Path resources) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            call(resources, Map.of("audit-export", "stdout"));
        } finally {
            System.setOut(out);
        }

        assertThat(printed.toString(UTF_8).lines())
                .anyMatch(line ->
                        line.startsWith("{\"time\":\"") && line.contains("\"tool\":\"look\",\"decision\":\"deny\""));
    }

    @Test
    void whereRecordsCannotGoIsToldAtTheStart(@TempDir Path resources) {
        assertThatThrownBy(() -> call(resources, Map.of("audit-export", "syslog:tcp://127.0.0.1:514")))
                .hasMessageContaining("expected `none`, `stdout` or `otlp:http://HOST:PORT`");
        assertThatThrownBy(() -> call(
                        resources,
                        Map.of("audit-export", "otlp:http://h", "audit-export-authorization", "file:/none/such")))
                .hasMessageContaining("audit-export-authorization: `file:/none/such` is no file");
    }

    private static void call(Path resources, Map<String, String> settings) throws Exception {
        RecordingUpstream upstream = new RecordingUpstream();
        try (upstream;
                TestGateway gateway =
                        TestGateway.start(resources, upstream, "{\"version\":\"1\",\"default\":\"deny\"}", settings)) {
            gateway.post(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"look\",\"arguments\":{}}}");
        }
    }

    private String metric(String name) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }
}
