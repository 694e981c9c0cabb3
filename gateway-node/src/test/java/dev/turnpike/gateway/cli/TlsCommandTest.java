package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.TestAuthority;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import dev.turnpike.gateway.tls.PemFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCommandTest {
    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.create("authority");
    private Map<String, String> settings;
    private TestGateway gateway;
    private String ca;

    @BeforeEach
    void start() throws Exception {
        ca = authority.write(directory.resolve("ca.pem")).toString();
        PemFiles pair = TestAuthority.write(authority.issue(), directory.resolve("management"));
        settings = Map.of(
                "management-tls-certificate", pair.certificate().toString(),
                "management-tls-key", pair.key().toString(),
                "operators", TestOperators.write(directory).toString(),
                "audit-file", directory.resolve("audit.jsonl").toString());
        gateway = TestGateway.open(Files.createDirectory(directory.resolve("resources")), settings);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void commandsReachAPortWithAPrivateAuthorityIfTheyAreTold() throws Exception {
        String token = "file:" + Files.writeString(directory.resolve("token"), TestOperators.token(Role.ADMIN));

        Spoken status = Spoken.of("status", "--management", url("127.0.0.1"), "--ca", ca);
        Spoken get = Spoken.of("get", "servers", "--management", url("127.0.0.1"), "--ca", ca, "--token", token);
        Spoken audit = Spoken.of("audit", "query", "--management", url("127.0.0.1"), "--ca", ca, "--token", token);

        assertThat(status.exitCode()).as(status.err() + status.out()).isZero();
        assertThat(get.exitCode()).as(get.err()).isZero();
        assertThat(audit.exitCode()).as(audit.err()).isZero();
    }

    @Test
    void commandsTrustNoOtherAuthorityAndNoOtherName() throws Exception {
        String stranger = TestAuthority.create("stranger")
                .write(directory.resolve("stranger.pem"))
                .toString();

        assertThat(Spoken.of("status", "--management", url("127.0.0.1")).err())
                .contains("its certificate is not trusted; name its authority's file with `--ca`");
        assertThat(Spoken.of("status", "--management", url("127.0.0.1"), "--ca", stranger)
                        .exitCode())
                .isEqualTo(2);
        assertThat(Spoken.of("status", "--management", url("127.0.0.2"), "--ca", ca)
                        .err())
                .contains("127.0.0.2");
        assertThat(Spoken.of("status", "--management", url("127.0.0.1"), "--ca", "/nowhere/ca.pem")
                        .err())
                .contains("--ca: `/nowhere/ca.pem` does not exist");
    }

    @Test
    void theDoctorLooksAtCertificatesOfPortsAndOfSettings() {
        Spoken running = Spoken.of("doctor", "--management", url("127.0.0.1"), "--ca", ca);
        Spoken configured = Spoken.of(
                "doctor",
                "--management-host",
                "0.0.0.0",
                "--management-tls-certificate",
                String.valueOf(settings.get("management-tls-certificate")),
                "--management-tls-key",
                String.valueOf(settings.get("management-tls-key")));

        assertThat(running.out())
                .containsPattern("ok +nodes")
                .containsPattern("ok +management-port")
                .containsPattern("(ok|warning|problem) +certificates +.*days");
        assertThat(configured.out())
                .containsPattern("ok +management-port")
                .containsPattern("(ok|warning|problem) +certificates +.*days");
    }

    @Test
    void theUrlsThatPeopleAreShownSayHttps() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("store", "none");
        Addresses addresses = Addresses.of(NodeConfigReader.read(all, Map.of(), Optional.empty()), gateway.node());

        assertThat(addresses.management()).isEqualTo(url("127.0.0.1"));
        assertThat(addresses.agents()).startsWith("http://");
    }

    private String url(String host) {
        return "https://" + host + ":" + gateway.node().managementPort();
    }
}
