package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.cli.demo.DemoServer;
import dev.turnpike.gateway.policy.PolicyReader;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanCommandTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static String url = "";

    @TempDir
    private Path directory = Path.of(".");

    @BeforeAll
    static void start() {
        url = DemoServer.start(VERTX).await().url();
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @Test
    void sortsTheToolsOfKestraByRisk() throws Exception {
        Spoken spoken = Spoken.of("scan", "--upstream", url, "--out", "-");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.err().replace(url, "URL")).isEqualTo(golden("kestra-table.txt"));
    }

    @Test
    void writesAPolicyForKestraThatIsValidWithoutAWarning() throws Exception {
        Spoken spoken = Spoken.of("scan", "--upstream", url, "--out", "-");

        assertThat(spoken.out()).isEqualTo(golden("kestra-policy.yaml"));
        assertThat(PolicyReader.read(spoken.out()).problems()).isEmpty();
    }

    @Test
    void writesToAFileAndNeverOverOneUnlessForced() throws Exception {
        Path file = directory.resolve("policy.yaml");
        Files.writeString(file, "mine");

        Spoken refused = Spoken.of("scan", "--upstream", url, "--out", file.toString());
        String kept = Files.readString(file);
        Spoken forced = Spoken.of("scan", "--upstream", url, "--out", file.toString(), "--force");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("turnpike: " + file
                        + " exists already; name another file with `--out`, or replace it with `--force`\n");
        assertThat(kept).isEqualTo("mine");
        assertThat(forced.exitCode()).isZero();
        assertThat(PolicyReader.read(Files.readString(file)).errors()).isEmpty();
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        Path file = directory.resolve("policy.yaml");

        Spoken spoken = Spoken.of("scan", "--upstream", url, "--out", file.toString(), "-o", "json");

        JsonNode json = new ObjectMapper().readTree(spoken.out());
        assertThat(json.at("/tools")).hasSize(39);
        assertThat(json.at("/server").asText()).isEqualTo("turnpike-demo");
        assertThat(json.at("/policy").asText()).isEqualTo(file.toString());
        assertThat(json.at("/counts/Destructive").asInt()).isPositive();
    }

    @Test
    void takesHeadersByReferenceOnlyAndNeverRepeatsAValue() {
        Spoken literal = Spoken.of("scan", "--upstream", url, "--header", "Authorization: Bearer hush");
        Spoken missing = Spoken.of("scan", "--upstream", url, "--header", "Authorization: env:TURNPIKE_NO_SUCH");

        assertThat(literal.exitCode()).isEqualTo(2);
        assertThat(literal.err()).startsWith("turnpike: --header: the value of `Authorization` is no reference;");
        assertThat(literal.err()).doesNotContain("hush");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("`env:TURNPIKE_NO_SUCH`");
    }

    @Test
    void refusesWhatIsNoUrlOfAnUpstream() {
        assertThat(Spoken.of("scan", "--upstream", "ftp://x/").err())
                .startsWith("turnpike: --upstream: `ftp://x/` (expected: an http or https URL)\n");
        assertThat(Spoken.of("scan", "--upstream", "http://a:b@x/").err()).doesNotContain("a:b");
        assertThat(Spoken.of("scan").exitCode()).isEqualTo(2);
    }

    private static String golden(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ScanCommandTest.class.getResourceAsStream("scan/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
