package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.gateway.approvals.Approvals.Verdict;
import dev.turnpike.gateway.approvals.Approver;
import dev.turnpike.gateway.approvals.Decided;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals over three nodes. */
final class ApprovalClusterTest {
    private static final int REPEATS = 200;
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\"}}";
    private static final String PATIENT = CALL.replace("\"pay\"", "\"pay\",\"_meta\":{\"progressToken\":1}");
    private static final String POLICY =
            "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":{\"action\":\"require_approval\"}}}";

    @TempDir
    Path resources;

    private final ExecutorService agents = Executors.newFixedThreadPool(64);
    private RecordingUpstream upstream;
    private TestCluster cluster;

    @BeforeEach
    void start() throws Exception {
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json(RESULT));
        cluster = TestCluster.start(3, resources, upstream, POLICY);
    }

    @AfterEach
    void stop() throws TimeoutException {
        cluster.close();
        upstream.close();
        agents.shutdownNow();
    }

    @Test
    void anApprovalIsOneDecisionAndOneCallWhateverNodesMeetIt() {
        assertThat(post(0, CALL).body()).contains("approval_required");
        String approval = pendingId(1);
        assertThat(post(2, CALL).body()).contains(approval);

        CompletableFuture<Decided> carol = decide(0, "carol", approval, true);
        CompletableFuture<Decided> dave = decide(1, "dave", approval, true);
        assertThat(List.of(carol.join().kind(), dave.join().kind()))
                .containsExactlyInAnyOrder(Decided.Kind.COUNTS, Decided.Kind.ALREADY_DECIDED);

        List<CompletableFuture<RawHttp.Answer>> repeats = new ArrayList<>();
        for (int i = 0; i < REPEATS; i++) {
            int node = i % 3;
            repeats.add(CompletableFuture.supplyAsync(() -> post(node, CALL), agents));
        }
        assertThat(repeats.stream().map(repeat -> repeat.join().body()).filter(RESULT::equals))
                .hasSize(1);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void aDecisionAtOneNodeReleasesACallThatAnotherHolds() {
        CompletableFuture<RawHttp.Answer> held = CompletableFuture.supplyAsync(() -> post(0, PATIENT), agents);
        String approval = pendingId(1);
        assertThat(held).isNotDone();

        decide(2, "carol", approval, true).join();

        assertThat(held.join().body()).endsWith("data: " + RESULT + "\n\n");
    }

    private RawHttp.Answer post(int node, String call) {
        return cluster.post(cluster.nodes().get(node), call);
    }

    private String pendingId(int node) {
        return await().until(
                        () -> cluster.nodes()
                                .get(node)
                                .approvals()
                                .list(Which.PENDING)
                                .toCompletableFuture()
                                .join(),
                        found -> found.size() == 1)
                .get(0)
                .id();
    }

    private CompletableFuture<Decided> decide(int node, String person, String id, boolean approve) {
        return cluster.nodes()
                .get(node)
                .approvals()
                .decide(
                        new Approver(person, TokenHash.of(person)),
                        new Verdict(id, approve, "", Optional.empty(), Motion.Decide.ANY_REVISION))
                .toCompletableFuture();
    }
}
