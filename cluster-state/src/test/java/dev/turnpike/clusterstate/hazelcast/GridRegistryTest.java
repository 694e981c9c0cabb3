package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GridRegistryTest {
    @RegisterExtension
    final TestGrid grid = new TestGrid(3);

    @Test
    void anAcknowledgedChangeIsInForceAtEveryMember() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();

        for (int i = 0; i < 30; i++) {
            Registry changing = members.get(i % members.size()).registry();
            Snapshot acknowledged = await(changing.apply(List.of(server("s", "{\"i\":" + i + "}")), Set.of()));

            assertThat(members)
                    .allSatisfy(each -> assertThat(each.registry().snapshot()).isEqualTo(acknowledged));
        }
    }

    @Test
    void aMemberThatCannotFollowInTimeIsNamed() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        CountDownLatch stuck = new CountDownLatch(1);
        members.get(1).registry().watch(snapshot -> {
            if (snapshot.revision() > 0) {
                wait(stuck);
            }
        });
        GridSettings hasty = TestGrid.settings("", 3, 0, List.of(), Duration.ofSeconds(3));

        try (GridCalls calls = new GridCalls(hasty.deadline())) {
            HazelcastRegistry registry = new HazelcastRegistry(members.get(0).member(), calls);
            assertThatThrownBy(() -> await(registry.apply(List.of(server("s", "{}")), Set.of())))
                    .cause()
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessageContaining("stored as revision 1, but not confirmed in time by `"
                            + members.get(1).address() + "`");
        } finally {
            stuck.countDown();
        }
    }

    @Test
    void aMemberThatJoinsLateKnowsEverythingBeforeItIsOfUse() throws Exception {
        List<HazelcastClusterState> early =
                List.of(grid.open(new MovingClock(TestGrid.START)), grid.open(new MovingClock(TestGrid.START)));
        grid.awaitMembers(2);
        Snapshot acknowledged =
                await(early.get(0).registry().apply(List.of(server("a", "{}"), server("b", "{}")), Set.of()));

        Registry late = grid.open(new MovingClock(TestGrid.START)).registry();

        Awaitility.await().until(late::known);
        assertThat(late.snapshot()).isEqualTo(acknowledged);
    }

    @Test
    void aMemberThatFindsTheGridsMemoryLostAsksWhatTheOthersKnow() throws Exception {
        List<HazelcastClusterState> early =
                List.of(grid.open(new MovingClock(TestGrid.START)), grid.open(new MovingClock(TestGrid.START)));
        grid.awaitMembers(2);
        Snapshot acknowledged = await(early.get(0).registry().apply(List.of(server("a", "{}")), Set.of()));

        try (GridCalls calls = new GridCalls(Duration.ofSeconds(20))) {
            HazelcastRegistry late = new HazelcastRegistry(early.get(1).member(), calls);
            early.get(1).member().getMap(GridConfig.REGISTRY).clear();
            late.refresh(/* anew= */ false);

            assertThat(late.known()).isTrue();
            assertThat(late.snapshot()).isEqualTo(acknowledged);
        }
    }

    @Test
    void ofTwoChangesForOneRevisionOneIsStored() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();

        Snapshot first = await(members.get(0).registry().apply(List.of(server("s", "{}")), Set.of(), 0));

        assertThatThrownBy(() -> await(members.get(1).registry().apply(List.of(server("s", "[]")), Set.of(), 0)))
                .hasCauseInstanceOf(RegistryMovedException.class);
        assertThat(await(members.get(1).registry().apply(List.of(server("s", "{}")), Set.of(), 0)))
                .isEqualTo(first);
        assertThat(await(members.get(1)
                                .registry()
                                .apply(List.of(server("s", "[]")), Set.of(), RegistryChange.ANY_REVISION))
                        .revision())
                .isEqualTo(2);
    }

    @Test
    void theRegistryOutlivesAllMembersButOne() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        Snapshot acknowledged = await(members.get(0).registry().apply(List.of(server("s", "{}")), Set.of()));
        grid.awaitCopies();

        grid.kill(members.get(0));
        grid.kill(members.get(1));
        grid.awaitMembers(1);
        assertThatThrownBy(() -> await(members.get(2).registry().apply(List.of(server("t", "{}")), Set.of())))
                .hasCauseInstanceOf(StateUnavailableException.class);

        for (HazelcastClusterState each : grid.openAll()) {
            Awaitility.await().until(each.registry()::known);
            assertThat(each.registry().snapshot()).isEqualTo(acknowledged);
        }
    }

    @Test
    void whereASplitHealsEverybodyFollowsTheRegistryThatSurvives() throws Exception {
        HazelcastClusterState a = grid.open(0, List.of());
        HazelcastClusterState b = grid.open(0, List.of(a.address()));
        grid.awaitMembers(2);
        for (String json : List.of("1", "2", "3")) {
            await(a.registry().apply(List.of(server("s", json)), Set.of()));
        }
        HazelcastClusterState c = grid.open(0, List.of());
        HazelcastClusterState d = grid.open(0, List.of(c.address()));
        Awaitility.await().until(() -> d.registry().known() && c.registry().known());
        await(d.registry().apply(List.of(server("t", "4")), Set.of()));
        Set<Snapshot> before = Set.of(a.registry().snapshot(), d.registry().snapshot());

        lookFor(a, c.address());
        grid.awaitMembers(4);

        Awaitility.await()
                .untilAsserted(() -> assertThat(List.of(a, b, c, d))
                        .extracting(each -> each.registry().snapshot())
                        .containsOnly(d.registry().snapshot()));
        assertThat(before).hasSize(2).contains(d.registry().snapshot());
    }

    private static Resource server(String name, String json) {
        return new Resource(Resource.Kind.SERVER, name, json, /* revision= */ 0);
    }

    /** From now on the member looks for another cluster there too. */
    private static void lookFor(HazelcastClusterState member, String address) {
        member.member()
                .getConfig()
                .getAdvancedNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .addMember(address);
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
