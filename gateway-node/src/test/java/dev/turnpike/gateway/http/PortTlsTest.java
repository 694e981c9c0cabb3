package dev.turnpike.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.testing.TestAuthority;
import dev.turnpike.gateway.tls.Authorities;
import dev.turnpike.gateway.tls.LiveIdentity;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTlsTest {
    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.create("authority");
    private final Vertx vertx = Vertx.vertx();
    private PortTls tls;
    private int port;

    @BeforeEach
    void issue() throws Exception {
        tls = new PortTls(
                LiveIdentity.open("agent", TestAuthority.write(authority.issue(), directory), InstantSource.system()));
    }

    private HttpServer listen(Duration patience) throws Exception {
        HttpServer server = vertx.createHttpServer(tls.secure(new HttpServerOptions(), 16_384, patience))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        port = server.actualPort();
        return server;
    }

    private void renew(HttpServer server) throws Exception {
        X509Bundle next = authority.issue();
        TestAuthority.write(next, directory);
        tls.renew(server);
        await().until(() -> {
            try (SSLSocket socket = connect("http/1.1")) {
                return socket.getSession().getPeerCertificates()[0].equals(next.getCertificate());
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whoAgreesOnHttp2AndSendsNothingIsCutOff() throws Exception {
        listen(Duration.ofSeconds(3));
        try (SSLSocket socket = connect("h2")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            drain(socket.getInputStream());
        }
    }

    @Test
    void whoDoesNotEvenShakeHandsIsCutOff() throws Exception {
        listen(Duration.ofMillis(100));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            drain(socket.getInputStream());
        }
    }

    @Test
    void oldVersionsAndWeakCiphersAreNotSpoken() throws Exception {
        listen(Duration.ofSeconds(10));
        try (SSLSocket socket = connect("http/1.1")) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        SSLParameters old =
                new SSLParameters(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"}, new String[] {"TLSv1.2"});
        try (SSLSocket socket = socket()) {
            socket.setSSLParameters(old);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        SSLParameters good =
                new SSLParameters(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"}, new String[] {"TLSv1.2"});
        try (SSLSocket socket = socket()) {
            socket.setSSLParameters(good);
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void aNewCertificateLeavesAllElseAsItWas() throws Exception {
        renew(listen(Duration.ofSeconds(3)));
        try (SSLSocket socket = socket()) {
            socket.setSSLParameters(new SSLParameters(
                    new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"}, new String[] {"TLSv1.2"}));
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
        try (SSLSocket socket = connect("h2")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            drain(socket.getInputStream());
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(8_000); // less than Vert.x has patience by itself
            drain(socket.getInputStream());
        }
    }

    @Test
    void thereIsNoHttpWithoutTls() throws Exception {
        listen(Duration.ofSeconds(10));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(drain(socket.getInputStream()), US_ASCII)).doesNotContain("HTTP/1.1");
        }
    }

    /** Fails if the other side does not end it. */
    private static byte[] drain(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    private SSLSocket connect(String protocol) throws IOException {
        SSLSocket socket = socket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private SSLSocket socket() throws IOException {
        Authorities authorities = Authorities.read(authority.write(directory.resolve("ca.pem")));
        SSLSocket socket = (SSLSocket) authorities.context().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        return socket;
    }
}
