package dev.turnpike.gateway;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.HandmadeHttp2;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestAuthority;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import dev.turnpike.gateway.testing.TlsFiles;
import dev.turnpike.gateway.tls.Authorities;
import dev.turnpike.gateway.tls.PemFiles;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** One node whose ports both speak TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TlsTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read\",\"arguments\":{}}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    private static final int MORE_THAN_BUFFERS = 64 << 20;

    @TempDir
    static Path directory;

    private final TestAuthority authority = TestAuthority.create("authority");
    private final Vertx vertx = Vertx.vertx();
    private RecordingUpstream upstream;
    private TestGateway gateway;
    private TlsFiles agentFiles;
    private HttpClient client;
    private Path ca;

    @BeforeAll
    void start() throws Exception {
        ca = authority.write(directory.resolve("ca.pem"));
        upstream = new RecordingUpstream();
        agentFiles = TlsFiles.mount(directory.resolve("agent"), authority.issue());
        PemFiles management = TestAuthority.write(authority.issue(), directory.resolve("management"));
        Path resources = Files.createDirectory(directory.resolve("resources"));
        TestGateway.write(resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}");
        gateway = TestGateway.open(
                resources,
                Map.of(
                        "agent-tls-certificate",
                                agentFiles.files().certificate().toString(),
                        "agent-tls-key", agentFiles.files().key().toString(),
                        "management-tls-certificate", management.certificate().toString(),
                        "management-tls-key", management.key().toString(),
                        "operators", TestOperators.write(directory).toString(),
                        "max-body", "64KiB"));
        client = client();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        upstream.close();
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void answer() {
        upstream.answers(exchange -> exchange.json(RESULT));
    }

    @Test
    void callsGoThroughByBothVersionsAndAreRecordedAlike() throws Exception {
        HttpResponse<String> one = client.send(call(HTTP_1_1, CALL), BodyHandlers.ofString());
        HttpResponse<String> two = client.send(call(HTTP_2, CALL), BodyHandlers.ofString());

        assertThat(List.of(one.version(), two.version())).containsExactly(HTTP_1_1, HTTP_2);
        assertThat(List.of(one.statusCode(), two.statusCode())).containsExactly(200, 200);
        assertThat(two.body()).isEqualTo(RESULT).isEqualTo(one.body());
        await().untilAsserted(() -> assertThat(gateway.decisions()).hasSizeGreaterThanOrEqualTo(2));
        List<AuditRecord> last = gateway.decisions();
        assertThat(last.subList(last.size() - 2, last.size()))
                .allSatisfy(record ->
                        assertThat(record.upstream().orElseThrow().status()).isEqualTo(200));
        assertThat(outcomes(last.get(last.size() - 1))).isEqualTo(outcomes(last.get(last.size() - 2)));
    }

    @Test
    void controlCharactersInHeadersReachNoUpstream() throws Exception {
        int received = upstream.received().size();
        for (String value : List.of("a\r\nauthorization: mine", "a\nb: c", "a\0", "a\u007f")) {
            assertThat(HandmadeHttp2.answer(
                            Authorities.read(ca), gateway.node().agentPort(), "/mcp/kestra", "mcp-x", value))
                    .as(value)
                    .contains("control character");
        }
        assertThat(HandmadeHttp2.answer(
                        Authorities.read(ca), gateway.node().agentPort(), "/mcp/kestra", "mcp-x", "\ta b"))
                .contains("token");
        assertThat(upstream.received()).hasSize(received);
    }

    @Test
    void whatIsAnsweredBeforeItsEndNeedNotBeSentToTheEnd() throws Exception {
        HttpRequest endless = call(HTTP_2, CALL.replace("read", "x".repeat(1 << 20)));
        HttpResponse<String> refused = client.send(endless, BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("connection")).isEmpty();

        assertThat(client.send(call(HTTP_2, CALL), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void eventsComeOneByOneAndTheStreamEndsWithItsClient() throws Exception {
        CompletableFuture<HttpServerResponse> stream = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        upstream.answers(exchange -> {
            HttpServerResponse response = exchange.request().response();
            response.closeHandler(gone::complete);
            response.exceptionHandler(broken -> {});
            response.putHeader("Content-Type", "text/event-stream").setChunked(true);
            response.write("data: {\"first\":1}\n\n").onComplete(written -> stream.complete(response));
        });

        var answer = client.send(call(HTTP_2, CALL), BodyHandlers.ofInputStream());
        assertThat(answer.version()).isEqualTo(HTTP_2);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: {\"first\":1}");
            assertThat(lines.readLine()).isEmpty();
            HttpServerResponse open = stream.get(10, TimeUnit.SECONDS);
            vertx.runOnContext(now -> open.write("data: {\"second\":2}\n\n"));
            assertThat(lines.readLine()).isEqualTo("data: {\"second\":2}");
        }
        gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCallEndsWithTheClientThatTakesItBack() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        upstream.answers(exchange -> {
            exchange.request().response().closeHandler(gone::complete);
            exchange.request().response().exceptionHandler(broken -> {});
            arrived.complete(null);
        });

        CompletableFuture<HttpResponse<String>> asked = client.sendAsync(call(HTTP_2, CALL), BodyHandlers.ofString());
        arrived.get(10, TimeUnit.SECONDS);
        asked.cancel(true);

        gone.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aSlowReaderSlowsTheServerDown() throws Exception {
        AtomicLong sent = new AtomicLong();
        upstream.answers(exchange -> {
            HttpServerResponse response = exchange.request().response();
            response.exceptionHandler(broken -> {});
            response.putHeader("Content-Type", "text/event-stream").setChunked(true);
            fill(response, sent);
        });
        CompletableFuture<Void> slow = new CompletableFuture<>();
        var http2 = http2();
        http2.request(options("localhost").setMethod(HttpMethod.POST))
                .compose(request -> request.putHeader("Authorization", "Bearer " + TestGateway.ALICE)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Accept", "application/json, text/event-stream")
                        .send(CALL))
                .onSuccess(response -> {
                    response.pause();
                    response.exceptionHandler(broken -> {});
                    slow.complete(null);
                })
                .onFailure(slow::completeExceptionally);
        slow.get(10, TimeUnit.SECONDS);

        await().until(new Settled(sent));
        assertThat(sent.get()).isPositive().isLessThan(MORE_THAN_BUFFERS);
        http2.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void theAuthorityOfHttp2IsCheckedAsTheHostIs() throws Exception {
        var http2 = http2();
        Future<Integer> own =
                http2.request(options("localhost")).compose(r -> r.send()).map(r -> r.statusCode());
        Future<Integer> other =
                http2.request(options("evil.example")).compose(r -> r.send()).map(r -> r.statusCode());
        Future<Integer> both = http2.request(options("localhost"))
                .compose(r -> r.putHeader("Host", "evil.example").send())
                .map(r -> r.statusCode());

        Future<Integer> operators = http2.request(
                        options("evil.example", gateway.node().managementPort()).setURI("/healthz"))
                .compose(r -> r.send())
                .map(r -> r.statusCode());

        assertThat(own.await(10, TimeUnit.SECONDS)).isEqualTo(401);
        assertThat(operators.await(10, TimeUnit.SECONDS)).isEqualTo(403);
        assertThat(other.await(10, TimeUnit.SECONDS)).isEqualTo(403);
        assertThatThrownBy(() -> both.await(10, TimeUnit.SECONDS)).isInstanceOf(Exception.class);
        http2.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void newFilesHoldForNewConnectionsAndBrokenOnesForNone() throws Exception {
        HttpClient old = client();
        assertThat(old.send(call(HTTP_2, CALL), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        BigInteger first = seen("h2").getSerialNumber();

        X509Bundle next = authority.issue();
        agentFiles.replace(next);
        await().until(() -> !seen("h2").getSerialNumber().equals(first));
        for (int loop = 0; loop < 4; loop++) { // each event loop accepts some
            assertThat(seen("h2").getSerialNumber())
                    .isEqualTo(next.getCertificate().getSerialNumber());
            assertThat(seen("http/1.1").getSerialNumber())
                    .isEqualTo(next.getCertificate().getSerialNumber());
        }
        assertThat(old.send(call(HTTP_2, CALL), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(metric("turnpike_tls_files_usable{port=\"agent\"}")).isEqualTo(1);

        agentFiles.damage(authority.issue(), authority.issue());
        await().until(() -> metric("turnpike_tls_files_usable{port=\"agent\"}") == 0);
        assertThat(seen("h2").getSerialNumber()).isEqualTo(next.getCertificate().getSerialNumber());

        agentFiles.replace(authority.issue("localhost", Instant.now().plus(Duration.ofHours(2))));
        await().until(() -> metric("turnpike_tls_certificate_expiry_seconds{port=\"agent\"}") < 7_201);
        assertThat(metric("turnpike_tls_files_usable{port=\"agent\"}")).isEqualTo(1);
        assertThat(metric("turnpike_tls_certificate_expiry_seconds{port=\"management\"}"))
                .isBetween(80_000.0, 86_400.0);
    }

    @Test
    void theConsoleKeepsItsCookieToHttpsAndFindsItAmongOthers() throws Exception {
        HttpResponse<String> signedIn = client.send(
                management("/console/sign-in", HTTP_2)
                        .header("Origin", "https://localhost:" + gateway.node().managementPort())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("token=" + TestOperators.token(Role.ADMIN)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(signedIn.version()).isEqualTo(HTTP_2);
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-turnpike-console=")
                .contains("Secure")
                .containsIgnoringCase("HttpOnly");

        int port = gateway.node().managementPort();
        var http2 = http2();
        Future<String> page = http2.request(options("localhost", port).setURI("/console/"))
                .compose(request -> {
                    request.headers().add("Cookie", "grafana=1").add("Cookie", cookie.split(";", 2)[0]);
                    return request.send();
                })
                .compose(answer -> answer.statusCode() == 200 ? answer.body() : Future.failedFuture("not signed in"))
                .map(Buffer::toString);
        assertThat(page.await(10, TimeUnit.SECONDS)).contains("admin");
        http2.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void theStreamOfApprovalsComesByHttp2Too() throws Exception {
        var stream = client.send(
                management("/admin/v1/approvals/stream", HTTP_2)
                        .header("Authorization", "Bearer " + TestOperators.token(Role.VIEWER))
                        .build(),
                BodyHandlers.ofInputStream());

        assertThat(stream.version()).isEqualTo(HTTP_2);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(": approvals that are open");
        }
    }

    @Test
    void aNodeThatStopsAnswersWhatIsUnderWay() throws Exception {
        CompletableFuture<Runnable> arrived = new CompletableFuture<>();
        upstream.answers(exchange -> arrived.complete(() -> vertx.runOnContext(now -> exchange.json(RESULT))));
        Path resources = Files.createDirectory(directory.resolve("stopping"));
        TestGateway.write(resources, upstream, "{\"version\":\"1\",\"default\":\"allow\"}");
        TestGateway stopping = TestGateway.open(
                resources,
                Map.of(
                        "agent-tls-certificate",
                                agentFiles.files().certificate().toString(),
                        "agent-tls-key", agentFiles.files().key().toString()));
        int port = stopping.node().agentPort();
        var http2 = http2();

        Future<String> asked = http2.request(
                        options("localhost", port).setURI("/mcp/kestra").setMethod(HttpMethod.POST))
                .compose(request -> request.putHeader("Authorization", "Bearer " + TestGateway.ALICE)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Accept", "application/json, text/event-stream")
                        .send(CALL))
                .compose(answer -> answer.body())
                .map(Buffer::toString);
        Runnable answer = arrived.get(10, TimeUnit.SECONDS);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
        await().until(() -> refusesConnections(port));
        answer.run();

        assertThat(asked.await(10, TimeUnit.SECONDS)).isEqualTo(RESULT);
        http2.close().await(10, TimeUnit.SECONDS);
        stopped.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theNodeTellsItsUrlsAsTheyAre() throws Exception {
        String status = client.send(management("/statusz", HTTP_1_1).build(), BodyHandlers.ofString())
                .body();
        String challenge = client.send(HttpRequest.newBuilder(agent()).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("WWW-Authenticate")
                .orElseThrow();

        assertThat(status)
                .contains("\"management\":\"https://127.0.0.1:" + gateway.node().managementPort() + "\"")
                .contains("\"agent\":\"https://127.0.0.1:" + gateway.node().agentPort() + "\"");
        assertThat(challenge).contains("resource_metadata=\"https://localhost:");
    }

    /** Whether a number has been the same for a second. */
    private static final class Settled implements Callable<Boolean> {
        private final AtomicLong number;
        private long last = -1;
        private long sinceNanos;

        Settled(AtomicLong number) {
            this.number = number;
        }

        @Override
        public Boolean call() {
            long now = number.get();
            if (now != last) {
                last = now;
                sinceNanos = System.nanoTime();
            }
            return System.nanoTime() - sinceNanos > 1_000_000_000L;
        }
    }

    private static List<Object> outcomes(AuditRecord record) {
        return List.of(record.decision(), record.upstream().orElseThrow().outcome());
    }

    private static void fill(HttpServerResponse response, AtomicLong sent) {
        Buffer chunk = Buffer.buffer("data: " + "x".repeat(65_000) + "\n\n");
        while (!response.writeQueueFull() && sent.get() < MORE_THAN_BUFFERS) {
            sent.addAndGet(chunk.length());
            response.write(chunk);
        }
        response.drainHandler(drained -> fill(response, sent));
    }

    /** A client that speaks HTTP/2 alone, and lets a test say whom it calls. */
    private io.vertx.core.http.HttpClient http2() {
        return vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setTrustAll(true)
                .setVerifyHost(false));
    }

    private RequestOptions options(String host) {
        return options(host, gateway.node().agentPort()).setURI("/mcp/kestra");
    }

    private static RequestOptions options(String host, int port) {
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost(host)
                .setPort(port);
    }

    private double metric(String name) throws Exception {
        String scrape = client.send(management("/metrics", HTTP_1_1).build(), BodyHandlers.ofString())
                .body();
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(scrape);
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    private HttpRequest.Builder management(String path, HttpClient.Version version) {
        return HttpRequest.newBuilder(
                        URI.create("https://localhost:" + gateway.node().managementPort() + path))
                .version(version)
                .timeout(Duration.ofSeconds(20));
    }

    private URI agent() {
        return URI.create("https://localhost:" + gateway.node().agentPort() + "/mcp/kestra");
    }

    private static boolean refusesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    private HttpRequest call(HttpClient.Version version, String body) {
        return HttpRequest.newBuilder(agent())
                .version(version)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TestGateway.ALICE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(Authorities.read(ca).context())
                .build();
    }

    /** What a new connection to the agent port sees. */
    private X509Certificate seen(String protocol) throws IOException {
        try (SSLSocket socket = (SSLSocket) Authorities.read(ca)
                .context()
                .getSocketFactory()
                .createSocket("127.0.0.1", gateway.node().agentPort())) {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo(protocol);
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
