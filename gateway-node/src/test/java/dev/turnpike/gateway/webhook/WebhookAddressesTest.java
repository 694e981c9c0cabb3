package dev.turnpike.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where messages may go, and where they really go. */
class WebhookAddressesTest {
    private static final String PUBLIC_ONLY =
            "{name: oncall, url: \"https://hooks.example.org:%d/x\", secret: \"env:KEY\"}";
    private static final String ANY =
            "{name: oncall, url: \"%s://hooks.example.org:%d/x?y=z\", secret: \"env:KEY\", allowPrivate: true,"
                    + " timeout: 30s}";

    @Test
    void aNameWithOneAddressThatIsNotPublicIsRefused() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.with(
                        Map.of("hooks.example.org", List.of("93.184.216.34", "127.0.0.1")),
                        10,
                        UnaryOperator.identity(),
                        PUBLIC_ONLY.formatted(receiver.port()))) {
            sending.request("create_charge");
            await().until(() -> sending.outcomes("oncall", "private_address") >= 2);

            assertThat(receiver.received()).isEmpty();
        }
    }

    /** The name means something once, when it is checked; nobody asks again what it means. */
    @Test
    void theConnectionGoesToTheAddressThatWasChecked() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.with(
                        Map.of("hooks.example.org", List.of("127.0.0.1")),
                        10,
                        UnaryOperator.identity(),
                        ANY.formatted("http", receiver.port()))) {
            sending.request("create_charge");
            await().until(sending::isSettled);

            assertThat(receiver.received().get(0).host()).isEqualTo("hooks.example.org:" + receiver.port());
            assertThat(receiver.received().get(0).path()).isEqualTo("/x?y=z");
            assertThat(sending.names()).containsExactly("hooks.example.org");
        }
    }

    @Test
    void ofSeveralAddressesEachGetsItsTurn() throws Exception {
        try (Receiver receiver = new Receiver();
                Sending sending = Sending.with(
                        Map.of("hooks.example.org", List.of("127.1.2.3", "127.0.0.1")),
                        10,
                        UnaryOperator.identity(),
                        ANY.formatted("http", receiver.port()))) {
            sending.request("create_charge");
            await().until(sending::isSettled);

            assertThat(sending.outcomes("oncall", "unreachable")).isEqualTo(1);
        }
    }

    @Test
    void theCertificateIsCheckedByTheName(@TempDir Path directory) throws Exception {
        PfxOptions right = certificate(directory, "hooks.example.org");
        PfxOptions wrong = certificate(directory, "other.example.org");
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(outcome(vertx, right, options -> options.setTrustOptions(right)))
                    .isEqualTo("delivered to hooks.example.org");
            assertThat(outcome(vertx, wrong, options -> options.setTrustOptions(wrong)))
                    .isEqualTo("untrusted");
            assertThat(outcome(vertx, right, UnaryOperator.identity())).isEqualTo("untrusted");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static String outcome(Vertx vertx, PfxOptions server, UnaryOperator<HttpClientOptions> options)
            throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        HttpServer receiver = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(server))
                .requestHandler(request -> {
                    names.add(request.connection().indicatedServerName());
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        try (Sending sending = Sending.with(
                Map.of("hooks.example.org", List.of("127.0.0.1")),
                10,
                options,
                ANY.formatted("https", receiver.actualPort()))) {
            sending.request("create_charge");
            await().until(() -> sending.isSettled() || sending.outcomes("oncall", "untrusted") >= 1);
            return sending.isSettled() ? "delivered to " + names.get(0) : "untrusted";
        } finally {
            receiver.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static PfxOptions certificate(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "one",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "storepass",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new PfxOptions().setPath(store.toString()).setPassword("storepass");
    }
}
