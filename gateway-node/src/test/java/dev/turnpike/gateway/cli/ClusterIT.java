package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster as an operator starts, breaks and ends it: node processes, HAProxy, Prometheus. */
final class ClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    /** What the built-in policy allows in a minute. */
    private static final int MAX = 10;

    @TempDir
    private Path elsewhere = Path.of(".");

    @Test
    void aLimitHoldsOverAllNodesOneMayDieAndAllEndTogether() throws Exception {
        try (LaunchedProcess cluster = LaunchedProcess.start(elsewhere, "cluster", "--nodes", "3", "-o", "json")) {
            JsonNode ready = cluster.ready();
            List<Long> pids = pids(ready);
            assertThat(pids).hasSize(5).allMatch(ClusterIT::isAlive);
            assertThat(status(ready, 0)).contains("3 of 3 members, quorum 2").contains("all is well");
            assertThat(list(ready)).contains("backfill_executions").doesNotContain("delete_flow_logs");
            assertThat(passedInOneMinute(ready, MAX + 5)).isEqualTo(MAX);
            assertThat(doctor(ready))
                    .containsPattern("ok +nodes +all 3 nodes answer")
                    .containsPattern("ok +quorum +all 3 nodes see each other")
                    .containsPattern("ok +settings")
                    .containsPattern("ok +clocks")
                    .containsPattern("ok +agent-url")
                    .containsPattern("ok +headers +12 KiB of headers pass")
                    .containsPattern("ok +event-streams +events come as they are sent")
                    .contains(" 0 problems,");
            assertThat(watchedOnce(ready)).isZero();

            long killed = ready.at("/nodes/1/pid").asLong();
            ProcessHandle.of(killed).ifPresent(ProcessHandle::destroyForcibly);

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(status(ready, 1)).contains("problem: n1 sees 2 of 3 members: 1 is missing"));
            for (int time = 0; time < 10; time++) {
                assertThat(list(ready)).contains("backfill_executions");
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    backfill(HttpClient.newHttpClient(), ready).toString())
                            .containsAnyOf("of demo.orders started", "Rate limit for backfill_executions"));
            assertThat(cluster.err())
                    .contains("n2 (process " + killed + ") has ended by signal 9; 2 of 3 nodes are left");

            cluster.terminate();

            cluster.exitCode();
            assertThat(pids).noneMatch(ClusterIT::isAlive);
            assertThat(Path.of(ready.path("directory").asText())).doesNotExist();
            assertThat(cluster.rest()).isEmpty();
            assertThat(cluster.err()).contains("The cluster has ended.").doesNotContain("\tat ");
        }
    }

    @Test
    void nothingOutlivesAClusterThatIsKilled() throws Exception {
        try (LaunchedProcess cluster = LaunchedProcess.start(
                elsewhere,
                "cluster",
                "--nodes",
                "1",
                "-o",
                "json",
                "--dir",
                elsewhere.resolve("dir").toString())) {
            List<Long> pids = pids(cluster.ready());
            assertThat(pids).hasSize(3).allMatch(ClusterIT::isAlive);

            cluster.kill();

            await().atMost(PATIENCE).until(() -> pids.stream().noneMatch(ClusterIT::isAlive));
        }
    }

    @Test
    void aNodeThatCannotStartIsToldWithTheEndOfItsLog() throws Exception {
        try (LaunchedProcess cluster = LaunchedProcess.start(
                elsewhere, "cluster", "--nodes", "1", "--no-prometheus", "--resources", elsewhere + "/nowhere")) {
            assertThat(cluster.exitCode()).isEqualTo(1);
            assertThat(cluster.err())
                    .contains("turnpike: n1: ended with exit code 2; the end of its log:")
                    .contains("/nowhere");
        }
    }

    /** As many calls as these, over as many connections, in one minute of the nodes' clock that saw none before. */
    private static long passedInOneMinute(JsonNode ready, int calls) throws Exception {
        Instant used = Instant.EPOCH;
        while (true) {
            Instant begin = unused(used);
            List<JsonNode> answers = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                answers.add(backfill(HttpClient.newHttpClient(), ready));
            }
            used = minute();
            if (used.equals(begin)) {
                return answers.stream()
                        .filter(answer ->
                                answer.at("/result/content/0/text").asText().contains("started"))
                        .count();
            }
        }
    }

    private static Instant unused(Instant used) {
        await().atMost(PATIENCE).until(() -> !minute().equals(used));
        return minute();
    }

    private static Instant minute() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES);
    }

    private static JsonNode backfill(HttpClient client, JsonNode ready) throws Exception {
        return LaunchedProcess.call(client, ready, DemoDocuments.CALL);
    }

    private static String list(JsonNode ready) throws Exception {
        return LaunchedProcess.call(HttpClient.newHttpClient(), ready, LIST).toString();
    }

    /** What `turnpike doctor` says of the cluster, and of HAProxy in front of it. */
    private String doctor(JsonNode ready) throws Exception {
        Path token = Files.writeString(
                elsewhere.resolve("token"), ready.path("token").asText());
        try (LaunchedProcess doctor = LaunchedProcess.start(
                elsewhere,
                "doctor",
                "--management",
                ready.path("management").asText(),
                "--agents",
                ready.path("url").asText(),
                "--token",
                "file:" + token)) {
            String said = doctor.rest();
            assertThat(doctor.exitCode()).as(said + doctor.err()).isEqualTo(1);
            return said;
        }
    }

    /** How `turnpike status --watch` ends when it is told to after its first look. */
    private int watchedOnce(JsonNode ready) throws Exception {
        try (LaunchedProcess watch = LaunchedProcess.start(
                elsewhere,
                "status",
                "--watch",
                "-o",
                "json",
                "--management",
                ready.path("management").asText())) {
            assertThat(watch.ready().path("well").asBoolean()).isTrue();
            watch.terminate();
            return watch.exitCode();
        }
    }

    /** What `turnpike status` says, which has to end with this exit code. */
    private String status(JsonNode ready, int exitCode) throws Exception {
        try (LaunchedProcess status = LaunchedProcess.start(
                elsewhere, "status", "--management", ready.path("management").asText())) {
            String said = status.rest();
            assertThat(status.exitCode()).as(said + status.err()).isEqualTo(exitCode);
            return said;
        }
    }

    private static List<Long> pids(JsonNode ready) {
        List<Long> pids = new ArrayList<>();
        ready.path("nodes").forEach(node -> pids.add(node.path("pid").asLong()));
        for (String program : List.of("haproxy", "prometheus")) {
            if (ready.has(program)) {
                pids.add(ready.path(program).path("pid").asLong());
            }
        }
        return pids;
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
