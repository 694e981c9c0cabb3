package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Questions.ONCE;
import static dev.turnpike.clusterstate.Questions.approve;
import static dev.turnpike.clusterstate.Questions.ask;
import static dev.turnpike.clusterstate.Questions.open;
import static dev.turnpike.clusterstate.Questions.question;
import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.PER_MINUTE;
import static dev.turnpike.clusterstate.Spends.await;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.isGranted;
import static dev.turnpike.clusterstate.Spends.reserve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.hazelcast.HazelcastClusterState;
import dev.turnpike.clusterstate.hazelcast.TestGrid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three nodes of one store. */
class StoredGridTest {
    private static final int NODES = 3;
    private static final Duration LONG = Duration.ofSeconds(40);

    @RegisterExtension
    final TestGrid grid = new TestGrid(NODES, /* stored= */ true);

    private final PaperStore store = new PaperStore();
    private final List<HazelcastClusterState> members = new ArrayList<>();
    private final List<MovingClock> clocks = new ArrayList<>();
    private final List<StoredClusterState> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        killAll();
    }

    @Test
    void aClusterThatDiedAtOnceKnowsEverythingWhenItStartsAgain() throws Exception {
        startAll();
        Snapshot registry = await(nodes.get(0).registry().apply(List.of(server("s", "{}")), Set.of()));
        String pending = open(desk(0), question("alice", "f1", ONCE));
        String approved = open(desk(1), question("bob", "f2", ONCE));
        await(desk(2).put(approve(approved, "eve")));
        String used = open(desk(0), question("carol", "f3", ONCE));
        await(desk(1).put(approve(used, "eve")));
        assertThat(ask(desk(2), question("carol", "f3", ONCE), "c1").kind()).isEqualTo(Ruling.Kind.GRANTED);
        spend(7, 10);
        awaitStored(7);

        killAll();
        startAll();

        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.registry().snapshot()).isEqualTo(registry));
        assertThat(ask(desk(2), question("alice", "f1", ONCE), "c2").approval().map(Approval::id))
                .contains(pending);
        Ruling bobs = ask(desk(0), question("bob", "f2", ONCE), "c3");
        assertThat(bobs.kind()).isEqualTo(Ruling.Kind.GRANTED);
        assertThat(bobs.approval().map(Approval::id)).contains(approved);
        Ruling carols = ask(desk(0), question("carol", "f3", ONCE), "c4");
        assertThat(carols.kind()).isEqualTo(Ruling.Kind.PENDING);
        assertThat(carols.approval().map(Approval::id)).isNotEqualTo(Optional.of(used));
        assertThat(spend(10, 10)).isEqualTo(3);
    }

    @Test
    void earlierRevisionsOfPoliciesAreReadFromTheStoreAlsoAfterAllNodesDied() throws Exception {
        startAll();
        await(nodes.get(0).registry().apply(List.of(policy("{}")), Set.of()));
        await(nodes.get(1).registry().apply(List.of(policy("[]")), Set.of()));
        assertThat(await(nodes.get(2).registry().revisions("p")))
                .extracting(Resource::json)
                .containsExactly("[]", "{}");

        killAll();
        startAll();

        assertThat(await(nodes.get(0).registry().revisions("p")))
                .extracting(Resource::revision)
                .containsExactly(2L, 1L);
    }

    @Test
    void whatTwoNodesTookWithThemIsReadBack() throws Exception {
        startAll();
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Question question = question("grant-" + i, "f" + i, ONCE);
            questions.add(question);
            open(desk(i % NODES), question);
        }
        List<CounterOwner> owners =
                questions.stream().map(some -> CounterOwner.grant(some.grant())).toList();
        for (CounterOwner owner : owners) {
            assertThat(isGranted(await(nodes.get(0).ledger().reserve(owner, List.of(charge(PER_HOUR, 1, 1))))))
                    .isTrue();
        }
        Awaitility.await().atMost(LONG).until(() -> store.counters(0).size() == owners.size());

        kill(0);
        kill(0);
        startAll();

        for (CounterOwner owner : owners) {
            assertThat(isGranted(await(nodes.get(1).ledger().reserve(owner, List.of(charge(PER_HOUR, 1, 1))))))
                    .isFalse();
        }
        assertThat(await(desk(2).list(ApprovalDesk.Which.PENDING))).hasSize(questions.size());
    }

    @Test
    void aLossWhileTheStoreIsAwayMakesItForgetNothing() throws Exception {
        startAll();
        await(nodes.get(0)
                .registry()
                .apply(List.of(server("s", "{}")), Set.of())); // or nodes could not start without it
        List<CounterOwner> owners = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            owners.add(CounterOwner.grant("grant-" + i));
            assertThat(spends(0, owners.get(i), PER_HOUR)).isTrue();
        }
        Awaitility.await().atMost(LONG).until(() -> store.counters(0).size() == owners.size());

        store.down(true);
        kill(0);
        kill(0);
        startAll();
        for (CounterOwner owner : owners) {
            assertThat(spends(1, owner, PER_HOUR)).isFalse();
        }
        clocks.forEach(clock -> clock.move(Duration.ofMinutes(2)));
        for (CounterOwner owner : owners) {
            assertThat(spends(1, owner, PER_MINUTE)).isTrue();
        }
        store.down(false);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> store.counters(0).values().stream()
                        .allMatch(some -> some.tallies().size() == 2));
        killAll();
        startAll();

        for (CounterOwner owner : owners) {
            assertThat(spends(2, owner, PER_HOUR)).isFalse();
        }
    }

    @Test
    void whatForgotDuringAnOutageDoesNotMakeTheStoreForgetAtTheNodeThatItMovesTo() throws Exception {
        startAll();
        await(nodes.get(0).registry().apply(List.of(server("s", "{}")), Set.of()));
        List<CounterOwner> owners = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            owners.add(CounterOwner.grant("grant-" + i));
            assertThat(spends(0, owners.get(i), PER_HOUR)).isTrue();
        }
        Awaitility.await().atMost(LONG).until(() -> store.counters(0).size() == owners.size());

        store.down(true);
        kill(0);
        kill(0);
        openOne();
        awaitReady(2);
        for (CounterOwner owner : owners) { // waits until what was lost is there again, and knows nothing
            assertThat(spends(1, owner, PER_HOUR)).isFalse();
        }
        for (int i = 0; i < 2; i++) { // until neither of those is left that opened what was lost
            openOne();
            awaitReady(NODES);
            grid.awaitCopies();
            kill(0);
            awaitReady(2);
        }
        clocks.forEach(clock -> clock.move(Duration.ofMinutes(2)));
        for (CounterOwner owner : owners) {
            assertThat(spends(1, owner, PER_MINUTE)).isTrue();
        }
        store.down(false);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> store.counters(0).values().stream()
                        .allMatch(some -> some.tallies().stream()
                                .anyMatch(tally -> tally.counter().equals(PER_MINUTE))));

        assertThat(store.counters(0).values())
                .allSatisfy(some -> assertThat(some.tallies())
                        .extracting(tally -> tally.counter())
                        .containsExactlyInAnyOrder(PER_HOUR, PER_MINUTE));
    }

    @Test
    void whileTheStoreIsDownNothingChangesAndSpendsGoOn() throws Exception {
        startAll();
        Snapshot before = await(nodes.get(0).registry().apply(List.of(server("s", "1")), Set.of()));
        Question question = question("alice", "f", ONCE);
        String id = open(desk(0), question);
        await(desk(0).put(approve(id, "eve")));

        store.down(true);
        assertThatThrownBy(() -> await(nodes.get(1).registry().apply(List.of(server("s", "2")), Set.of())))
                .cause()
                .isInstanceOfSatisfying(
                        StateUnavailableException.class,
                        failure -> assertThat(failure.isNothingDone()).isTrue())
                .hasMessage("the store is down");
        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.registry().snapshot()).isEqualTo(before));
        assertThatThrownBy(() -> ask(desk(1), question, "c1")).hasCauseInstanceOf(StateUnavailableException.class);
        assertThat(spend(4, 10)).isEqualTo(4);
        assertThat(nodes.get(1).store().available()).isFalse();
        assertThat(nodes.get(1).store().problem()).isEqualTo("the store is down");

        store.down(false);
        awaitStored(4);
        assertThat(ask(desk(1), question, "c2").kind()).isEqualTo(Ruling.Kind.GRANTED);
        assertThat(await(nodes.get(1).registry().apply(List.of(server("s", "2")), Set.of()))
                        .revision())
                .isEqualTo(2);
        Awaitility.await().atMost(LONG).until(() -> nodes.get(1).store().available());
    }

    @Test
    void aClusterWaitsForItsStoreBeforeItCounts() throws Exception {
        startAll();
        spend(10, 10);
        awaitStored(10);
        killAll();

        store.down(true);
        openAll();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.health().members().size() == NODES
                                && node.store().failures() > 1));
        assertThat(nodes).noneMatch(node -> node.health().available());

        store.down(false);
        awaitReady(NODES);
        assertThat(spend(1, 10)).isZero();
    }

    @Test
    void belowTheQuorumTheStoreIsSeenAndNoTableIsRead() {
        openOne();
        Awaitility.await().atMost(LONG).until(() -> store.glances() > 4);

        assertThat(store.readings()).isZero();
        assertThat(nodes.get(0).store().available()).isTrue();
        store.down(true);
        Awaitility.await().atMost(LONG).until(() -> !nodes.get(0).store().available());
        store.down(false);

        startAll();
        assertThat(store.readings()).isPositive();
    }

    @Test
    void ofTwoNodesThatChangeTheRegistryAtOnceNeitherIsForgotten() throws Exception {
        startAll();
        store.gather(2);
        var first = nodes.get(0).registry().apply(List.of(server("a", "1")), Set.of());
        var second = nodes.get(1).registry().apply(List.of(server("b", "1")), Set.of());
        await(first);
        await(second);

        assertThat(nodes)
                .allSatisfy(node -> assertThat(node.registry().snapshot()).isEqualTo(store.registry()));
        assertThat(store.registry().resources()).hasSize(2);
    }

    @Test
    void whatAnotherNodeStoredAndCouldNotTellComesIntoForce() throws Exception {
        startAll();
        Snapshot before = await(nodes.get(0).registry().apply(List.of(server("s", "1")), Set.of()));
        Resource later = new Resource(Resource.Kind.SERVER, "s", "2", /* revision= */ 2);

        store.advance(before, new Snapshot(2, Map.of(later.id(), later)));

        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(nodes)
                        .allSatisfy(
                                node -> assertThat(node.registry().snapshot()).isEqualTo(store.registry())));
    }

    private ApprovalDesk desk(int node) {
        return nodes.get(node).approvals();
    }

    /** Calls of one grant, over all nodes, and how many of them were granted. */
    private int spend(int calls, int max) throws Exception {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += isGranted(reserve(nodes.get(i % NODES).ledger(), charge(PER_HOUR, max, 1))) ? 1 : 0;
        }
        return granted;
    }

    private boolean spends(int node, CounterOwner owner, Counter counter) throws Exception {
        return isGranted(await(nodes.get(node).ledger().reserve(owner, List.of(charge(counter, 1, 1)))));
    }

    private void awaitStored(int spent) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> store.counters(0).values().stream()
                        .flatMap(some -> some.tallies().stream())
                        .anyMatch(tally ->
                                tally.heldMicros(new MovingClock(TestGrid.START).millis()) == spent * Charge.MICROS));
    }

    private void startAll() {
        openAll();
        awaitReady(NODES);
    }

    private void openAll() {
        while (members.size() < NODES) {
            openOne();
        }
    }

    private void openOne() {
        MovingClock clock = new MovingClock(TestGrid.START);
        clocks.add(clock);
        HazelcastClusterState member = grid.open(clock);
        members.add(member);
        nodes.add(StoredClusterState.open(member, member.originals(), store, clock));
    }

    private void awaitReady(int count) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.health().members().size() == count
                                && node.health().available()
                                && node.registry().known()));
    }

    private void killAll() {
        while (!nodes.isEmpty()) {
            kill(0);
        }
    }

    /** Nothing is handed over and nothing stored any more. */
    private void kill(int node) {
        grid.kill(members.remove(node));
        nodes.remove(node).close();
    }

    private static Resource policy(String json) {
        return new Resource(Resource.Kind.POLICY, "p", json, /* revision= */ 0);
    }

    private static Resource server(String name, String json) {
        return new Resource(Resource.Kind.SERVER, name, json, /* revision= */ 0);
    }
}
