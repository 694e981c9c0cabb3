package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose password for the database is changed while it runs. */
final class StorePasswordTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String FIRST = "geheim-4711";
    private static final String SECOND = "geheim-4712";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"backfill\",\"arguments\":{}}}";
    private static final String POLICY = """
            {"version": "1", "default": "deny",
             "tools": {"backfill": {"limits": [{"counter": "backfills", "window": "day", "max": 1000}]}}}""";

    @TempDir
    Path resources;

    @TempDir
    Path data;

    private EmbeddedPostgres database;
    private RecordingUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        database = EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("database"))
                .start();
        Path rules = data.resolve("database/pg_hba.conf");
        Files.writeString(rules, "host all turnpike 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        run("SELECT pg_reload_conf()");
        run("CREATE ROLE turnpike LOGIN PASSWORD '" + FIRST + "'");
        run("CREATE DATABASE turnpike OWNER turnpike");
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
        database.close();
    }

    @Test
    void aNodeSaysThatThePasswordIsRefusedAndFollowsItsFile() throws Exception {
        Path password = Files.writeString(data.resolve("password"), FIRST);
        try (TestGateway gateway = TestGateway.start(resources, upstream, POLICY, settings(password))) {
            ManagementClient admin =
                    new ManagementClient(gateway.node().managementPort(), TestOperators.token(Role.ADMIN));

            run("ALTER ROLE turnpike PASSWORD '" + SECOND + "'");
            run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turnpike'");
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> store(admin).path("problem").asText().contains("refuses the user or the password"));

            assertThat(store(admin).path("available").asBoolean()).isFalse();
            assertThat(admin.get("/metrics").http().body())
                    .contains("turnpike_store_available 0.0")
                    .doesNotContain(FIRST, SECOND);
            assertThat(gateway.post(CALL).body()).contains("\"result\"");
            var change = admin.send("PUT", "/admin/v1/resources/policy/late", "application/json", """
                    {"kind": "Policy", "name": "late", "document": {"version": "1", "default": "deny", "tools": {}}}""");
            assertThat(change.status()).isEqualTo(503);
            assertThat(change.http().body()).contains("unavailable").doesNotContain(FIRST, SECOND);

            Files.writeString(password, SECOND);
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> store(admin).path("available").asBoolean());
        }
    }

    private Map<String, String> settings(Path password) throws Exception {
        return Map.of(
                "operators",
                TestOperators.write(data).toString(),
                "store",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/turnpike",
                "store-user",
                "turnpike",
                "store-password",
                "file:" + password);
    }

    private static JsonNode store(ManagementClient anybody) {
        return anybody.get("/statusz").json().path("store");
    }

    private void run(String sql) throws Exception {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
