package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatusCommandTest {
    private static final String COUNTER = """
            {"owner":"grant:alice","counter":"backfills","session":false,"windowStart":"2026-01-01T00:00:00Z",\
            "windowSeconds":60,"held":%d,"max":10}""";

    private final Vertx vertx = Vertx.vertx();
    private final Stub n1 = new Stub("n1");
    private final Stub n2 = new Stub("n2");
    private final Stub n3 = new Stub("n3");

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aClusterThatIsWellIsATableAndExitCode0() {
        Spoken spoken = status();

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "NODE READY MEMBERS REVISION VERSION MANAGEMENT",
                        "n1 yes 3/3 12 1.0 " + n1.url(),
                        "n2 yes 3/3 12 1.0 " + n2.url(),
                        "n3 yes 3/3 12 1.0 " + n3.url(),
                        "grid local: 3 of 3 members, quorum 2; limits can be spent",
                        "partitions safe",
                        "shards 12, none lost",
                        "store none: what the grid holds is in memory alone",
                        "all is well");
        assertThat(spoken.err()).isEmpty();
    }

    @Test
    void aMemberThatIsGoneIsMissed() {
        n1.members = n2.members = "%s,%s".formatted(n1.member(), n2.member());

        Spoken spoken = status();

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out())
                .contains("problem: n1 sees 2 of 3 members: 1 is missing")
                .contains("problem: n2 sees 2 of 3 members: 1 is missing")
                .doesNotContain("all is well");
    }

    @Test
    void aMemberThatDoesNotAnswerIsNamed() throws Exception {
        n1.members = n1.member() + "," + n2.member() + ",{\"name\":\"n9\",\"address\":\"127.0.0.1:1\",\"management\":\""
                + nobody() + "\"}";

        Spoken spoken = status();

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out())
                .containsPattern("problem: n9 at \\S+ does not answer: unknown host or connection refused");
    }

    @Test
    void whatIsWrongAtAnyNodeIsSaid() {
        n2.ready = "\"ready\":false,\"reason\":\"below the quorum\"";
        n2.grid = "\"available\":false,\"partitionsSafe\":false,\"lostShards\":2,\"exposed\":true";
        n3.revision = 11;

        Spoken spoken = status();

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.out().lines().filter(line -> line.startsWith("problem: ")))
                .containsExactly(
                        "problem: n2 is not ready: below the quorum",
                        "problem: n2 cannot spend limits: the grid is not available (quorum 2)",
                        "problem: n2 sees partitions without a backup",
                        "problem: n2 has its member port on a public address: whoever reaches it controls the grid",
                        "problem: the state of 2 of 12 shards was lost: windows that began before count as spent",
                        "problem: the nodes know different revisions of the registry");
    }

    @Test
    void countersNearTheirLimitAreShownOnceTheFullestFirst() {
        n1.counters = COUNTER.formatted(9) + "," + COUNTER.formatted(8).replace("alice", "bob");
        n2.counters = COUNTER.formatted(10);

        assertThat(status().out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "OWNER COUNTER SPENT OF WINDOW",
                        "grant:alice backfills 10 10 100 % 60 s from 2026-01-01T00:00:00Z",
                        "grant:bob backfills 8 10 80 % 60 s from 2026-01-01T00:00:00Z")
                .doesNotContain("grant:alice backfills 9 10 90 % 60 s from 2026-01-01T00:00:00Z");
    }

    @Test
    void scriptsGetTheSameAsJson() throws Exception {
        n2.ready = "\"ready\":false,\"reason\":\"stopping\"";
        n3.counters = COUNTER.formatted(9);

        Spoken spoken = status("-o", "json");

        JsonNode json = new ObjectMapper().readTree(spoken.out());
        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(json.path("well").asBoolean(true)).isFalse();
        assertThat(json.at("/problems/0").asText()).isEqualTo("n2 is not ready: stopping");
        assertThat(json.at("/nodes/1/reason").asText()).isEqualTo("stopping");
        assertThat(json.at("/nodes/2/ready").asBoolean()).isTrue();
        assertThat(json.at("/grid/members/2/name").asText()).isEqualTo("n3");
        assertThat(json.at("/store/kind").asText()).isEqualTo("none");
        assertThat(json.at("/counters/0/held").asInt()).isEqualTo(9);
    }

    @Test
    void textsOfNodesDoNotDriveTheTerminal() {
        n2.ready = "\"ready\":false,\"reason\":\"\\u001b[2J\"";

        assertThat(status().out()).contains("?[2J").doesNotContain("\u001b");
    }

    @Test
    void aNodeThatCannotBeAskedIsExitCode2() throws Exception {
        Spoken spoken = Spoken.of("status", "--management", nobody());

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.out()).isEmpty();
        assertThat(spoken.err()).contains("does not answer: unknown host or connection refused");
    }

    @Test
    void whatIsNoNodeIsExitCode2() {
        n1.answer = "{\"hello\":\"world\"}";

        Spoken spoken = status();

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("it has no status (HTTP 200)");
    }

    @Test
    void aUrlOfSomethingElseIsExitCode2() {
        Spoken spoken = Spoken.of("status", "--management", "127.0.0.1");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err())
                .contains("--management: `127.0.0.1` (expected: a URL such as `http://127.0.0.1:8081`)");
    }

    private Spoken status(String... more) {
        return more.length == 0
                ? Spoken.of("status", "--management", n1.url())
                : Spoken.of("status", "--management", n1.url(), more[0], more[1]);
    }

    private String all() {
        return "%s,%s,%s".formatted(n1.member(), n2.member(), n3.member());
    }

    /** Where nobody listens. */
    private static String nobody() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    /** A node's management port that says what it is told to. */
    private final class Stub {
        private final String name;
        private final HttpServer http;
        private volatile String ready = "\"ready\":true,\"reason\":\"\"";
        private volatile String grid = "\"available\":true,\"partitionsSafe\":true,\"lostShards\":0";
        private volatile String members = "";
        private volatile String counters = "";
        private volatile String answer = "";
        private volatile int revision = 12;

        Stub(String name) {
            this.name = name;
            http = vertx.createHttpServer()
                    .requestHandler(request -> request.response()
                            .setStatusCode(request.path().equals("/statusz") ? 200 : 404)
                            .end(answer.isEmpty() ? status() : answer))
                    .listen(0, "127.0.0.1")
                    .await();
        }

        String url() {
            return "http://127.0.0.1:" + http.actualPort();
        }

        String member() {
            return "{\"name\":\"%s\",\"address\":\"127.0.0.1:5701\",\"agent\":\"\",\"management\":\"%s\",\"local\":false}"
                    .formatted(name, url());
        }

        private String status() {
            return """
                    {"node":"%s","version":"1.0",%s,"registryRevision":%d,
                    "grid":{"kind":"hazelcast","clusterName":"local","size":3,"quorum":2,"shards":12,%s,"members":[%s]},
                    "store":{"kind":"none"},"counters":[%s]}""".formatted(name, ready, revision, grid, members.isEmpty() ? all() : members, counters);
        }
    }
}
