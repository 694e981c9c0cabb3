package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestAuthority;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.tls.Authorities;
import dev.turnpike.gateway.tls.Identity;
import dev.turnpike.gateway.tls.PemFiles;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that show certificates of a private authority, and ask for one. */
class UpstreamTlsTest {
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read\",\"arguments\":{}}}";

    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.create("authority");
    private final TestAuthority stranger = TestAuthority.create("stranger");
    private Path resources;
    private Path ca;
    private PemFiles own;
    private PemFiles unknown;
    private RecordingUpstream upstream;
    private RecordingUpstream misnamed;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        ca = authority.write(directory.resolve("ca.pem"));
        own = TestAuthority.write(authority.issue(), directory.resolve("own"));
        unknown = TestAuthority.write(stranger.issue(), directory.resolve("unknown"));
        upstream = new RecordingUpstream(options("upstream", authority.issue()).setClientAuth(ClientAuth.REQUIRED));
        misnamed = new RecordingUpstream(options(
                "misnamed", authority.issue("other.example.org", Instant.now().plus(Duration.ofDays(1)))));
        resources = Files.createDirectory(directory.resolve("resources"));
        String documents =
                server("safe", upstream, "ca: %s, certificate: %s, key: %s".formatted(ca, own.certificate(), own.key()))
                        + server("anonymous", upstream, "ca: " + ca)
                        + server(
                                "disguised",
                                upstream,
                                "ca: %s, certificate: %s, key: %s".formatted(ca, unknown.certificate(), unknown.key()))
                        + server("untrusted", misnamed, "")
                        + server("misnamed", misnamed, "ca: " + ca);
        Files.writeString(resources.resolve("resources.yaml"), documents);
        gateway = TestGateway.open(resources, Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
        misnamed.close();
    }

    @Test
    void onlyTrustedServersAreCalledAndOnlyKnownClientsAnswered() throws Exception {
        assertThat(call("safe").status()).isEqualTo(200);
        assertThat(upstream.received()).hasSize(1);

        assertThat(call("anonymous").body()).contains("server `anonymous`");
        assertThat(call("disguised").body()).contains("server `disguised`");
        assertThat(call("untrusted").body()).contains("TLS failed, its certificate may not be trusted");
        assertThat(call("misnamed").body()).contains("TLS failed").contains("the call was not sent");
        assertThat(upstream.received()).hasSize(1);
        assertThat(misnamed.received()).isEmpty();
    }

    @Test
    void filesAreReadAgain() throws Exception {
        assertThat(call("safe").status()).isEqualTo(200);

        X509Bundle next = authority.issue();
        Files.writeString(own.certificate(), next.getCertificatePathPEM());
        Files.writeString(own.key(), next.getPrivateKeyPEM());
        stranger.write(ca);
        readAgain("one");
        await().untilAsserted(() -> assertThat(call("safe").body()).contains("TLS failed"));

        authority.write(ca);
        readAgain("two");
        await().until(() -> call("safe").status() == 200);
    }

    /** A change of any document has all files read again; without one it takes a while. */
    private void readAgain(String name) throws IOException {
        Files.writeString(
                resources.resolve(name + ".yaml"),
                "kind: Server\nname: %s\nupstream: { url: \"http://127.0.0.1:1/\" }\n".formatted(name));
    }

    private HttpServerOptions options(String name, X509Bundle bundle) throws IOException {
        Identity identity = Identity.read(TestAuthority.write(bundle, directory.resolve(name)));
        return new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(identity.keys()))
                .setTrustOptions(TrustOptions.wrap(Authorities.read(ca).trust()));
    }

    private String server(String name, RecordingUpstream upstream, String tls) throws IOException {
        Path token = Files.writeString(directory.resolve(name + ".token"), token(name));
        return """
                kind: Server
                name: %1$s
                upstream: { url: "%2$s"%3$s }
                ---
                { kind: Policy, name: %1$s, document: { version: "1", default: allow } }
                ---
                { kind: Grant, name: %1$s, server: %1$s, policy: %1$s, token: "file:%4$s" }
                ---
                """.formatted(name, upstream.url(), tls.isEmpty() ? "" : ", tls: { " + tls + " }", token);
    }

    private static String token(String name) {
        return "tpk_0123456789-0123456789-0123456789-" + name;
    }

    private RawHttp.Answer call(String server) {
        byte[] body = CALL.getBytes(StandardCharsets.UTF_8);
        return gateway.send(
                "POST /mcp/" + server + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token(server)
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length + "\r\n",
                body);
    }
}
