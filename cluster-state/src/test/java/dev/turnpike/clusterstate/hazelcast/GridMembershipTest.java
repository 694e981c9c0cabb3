package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Spending;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GridMembershipTest {
    @RegisterExtension
    final TestGrid grid = new TestGrid(3);

    @Test
    void aMemberWithoutTheOthersSpendsNothingAndSaysSoAtOnce() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        granted(spend(members.get(0)));

        grid.kill(members.get(1));
        grid.awaitMembers(2);
        granted(spend(members.get(0)));
        grid.kill(members.get(2));
        grid.awaitMembers(1);

        long begun = System.nanoTime();
        assertThatThrownBy(() -> spend(members.get(0))).hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        grid.close(members.get(0));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void everyMemberKnowsTheNamesAndAddressesOfAll() {
        List<HazelcastClusterState> members = grid.openAll();
        for (int i = 0; i < members.size(); i++) {
            members.get(i).report("http://127.0.0.1:" + (8080 + i), "http://127.0.0.1:" + (9080 + i));
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(members).allSatisfy(member -> {
                    ClusterHealth health = member.health();
                    assertThat(health.members())
                            .extracting(ClusterHealth.Member::agent)
                            .containsExactlyInAnyOrder(
                                    "http://127.0.0.1:8080", "http://127.0.0.1:8081", "http://127.0.0.1:8082");
                    assertThat(health.members())
                            .filteredOn(ClusterHealth.Member::local)
                            .singleElement()
                            .extracting(ClusterHealth.Member::address)
                            .isEqualTo(member.address());
                    assertThat(health.partitionsSafe()).isTrue();
                }));
    }

    @Test
    void aMemberThatLeavesHandsOverWhatItHolds() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        for (HazelcastClusterState member : members) {
            granted(spend(member));
        }

        grid.close(members.get(0));
        grid.awaitMembers(2);
        grid.close(members.get(1));

        Awaitility.await().until(() -> grid.members().get(0).health().members().size() == 1);
        assertThat(grid.members().get(0).health().lostShards()).isZero();
        grid.openAll();
        Spending.Granted fourth = granted(spend(grid.members().get(2)));
        assertThat(fourth.reservation().balances().get(0).beforeMicros()).isEqualTo(3_000_000);
    }

    @Test
    void aMemberTooManyDoesNotStartAndTheOthersGoOn() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();

        assertThatThrownBy(() -> grid.open(new MovingClock(TestGrid.START)))
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage("cluster-size: 3 (expected: >= the number of nodes; 3 others are there already);"
                        + " stop one of them, or raise it at all nodes");

        grid.awaitMembers(3);
        granted(spend(members.get(0)));
    }

    @Test
    void aMemberThatComesBeforeAnotherIsGoneWaitsForItsSeat() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        CompletableFuture<HazelcastClusterState> fourth =
                CompletableFuture.supplyAsync(() -> grid.open(new MovingClock(TestGrid.START)));
        Awaitility.await()
                .until(() -> members.get(0).member().getCluster().getMembers().size() == 4);

        members.get(2).close();

        HazelcastClusterState seated = await(fourth);
        awaitAvailable(seated, 3);
        grid.kill(members.get(0));
        awaitAvailable(seated, 2);
        granted(spend(seated));
    }

    @Test
    void membersOfAnEarlierReleaseAreKnownForWhatTheyAre() {
        HazelcastClusterState first = grid.open(new MovingClock(TestGrid.START));
        HazelcastClusterState second = grid.open(new MovingClock(TestGrid.START));
        grid.awaitMembers(2);
        assertThat(first.originals().meetsOlder()).isFalse();

        HazelcastInstance older = grid.openOlder();

        Awaitility.await()
                .until(() ->
                        first.originals().meetsOlder() && second.originals().meetsOlder());
        older.shutdown();
        Awaitility.await().until(() -> !first.originals().meetsOlder());
    }

    @Test
    void aMemberPortAnswersNoClients() throws IOException {
        HazelcastClusterState member = grid.open(0, List.of());
        String port = member.address().substring(member.address().lastIndexOf(':') + 1);

        for (String protocol : List.of("CP2", "GET / HTTP/1.1\r\n\r\n", "stats\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(protocol.getBytes(StandardCharsets.US_ASCII));
                // Hazelcast's way to say that it does not speak this protocol, or the end at once.
                assertThat(answer(socket)).isIn("", "HZX");
            }
        }
    }

    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
            return "";
        }
    }

    private static void awaitAvailable(HazelcastClusterState member, int members) {
        Awaitility.await().untilAsserted(() -> {
            assertThat(member.health().members()).hasSize(members);
            assertThat(member.health().available()).isTrue();
        });
    }

    private static Spending spend(HazelcastClusterState member) throws Exception {
        return await(member.ledger().reserve(ALICE, List.of(charge(PER_MINUTE, 9, 1))));
    }
}
