package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.store.Samples.HOUR;
import static dev.turnpike.clusterstate.store.Samples.NOW;
import static dev.turnpike.clusterstate.store.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Spends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store promises. */
interface StoreContract {
    Snapshot EMPTY = new Snapshot(0, Map.of());

    /** A store without rows. */
    Store store();

    /** Another way to the same database. */
    Store another();

    /** The same database, after all ways to it were closed. */
    Store reopened();

    /** Runs a statement in the database. */
    void run(String sql);

    @Test
    default void startsEmpty() {
        assertThat(store().registryRevision()).isZero();
        assertThat(store().registry()).isEqualTo(EMPTY);
        assertThat(store().revisions("p")).isEmpty();
        assertThat(store().approvals()).isEmpty();
        assertThat(store().counters(Long.MIN_VALUE)).isEmpty();
        store().putApprovals(List.of());
        store().putCounters(Map.of());
        store().forget(NOW);
    }

    @Test
    default void theRegistryComesBackAsItWas() {
        Snapshot first = change(EMPTY, Samples.everyKindOfDocument(), Set.of());
        assertThat(store().advance(EMPTY, first)).isTrue();
        Resource changed = policy("p", "{\"b\":2}");
        Resource.Id gone = new Resource.Id(Resource.Kind.GRANT, "g");
        Snapshot second = change(first, List.of(changed), Set.of(gone));
        assertThat(store().advance(first, second)).isTrue();

        Store later = reopened();

        assertThat(later.registry()).isEqualTo(second);
        assertThat(later.registryRevision()).isEqualTo(2);
        assertThat(second.resources()).doesNotContainKey(gone).hasSize(5);
    }

    @Test
    default void aDocumentThatOnlyChangesHandsKeepsItsRevisionAndIsStored() {
        Snapshot first = change(EMPTY, List.of(policy("p", "{}")), Set.of());
        Resource held = new Resource(Resource.Kind.POLICY, "p", "{}", 0, Resource.Origin.FILES);
        Snapshot second = change(first, List.of(held), Set.of());
        store().advance(EMPTY, first);

        assertThat(store().advance(first, second)).isTrue();

        assertThat(store().registry()).isEqualTo(second);
        assertThat(store().revisions("p"))
                .containsExactly(new Resource(Resource.Kind.POLICY, "p", "{}", 1, Resource.Origin.FILES));
    }

    @Test
    default void onlyWhatDiffersIsWritten() {
        Snapshot first = change(EMPTY, List.of(policy("a", "{}"), policy("b", "{}")), Set.of());
        store().advance(EMPTY, first);
        Map<Resource.Id, Resource> otherwise = new HashMap<>(first.resources());
        otherwise.put(policy("b", "").id(), new Resource(Resource.Kind.POLICY, "b", "[]", 1, Resource.Origin.WRITTEN));
        Snapshot before = new Snapshot(1, otherwise);

        assertThat(store().advance(before, change(before, List.of(policy("a", "[]")), Set.of())))
                .isTrue();

        assertThat(store().registry().resources().values())
                .extracting(Resource::json)
                .containsExactlyInAnyOrder("[]", "{}");
    }

    @Test
    default void aChangeForAnotherRevisionIsNotStored() {
        Snapshot first = change(EMPTY, List.of(policy("a", "{}")), Set.of());
        assertThat(store().advance(EMPTY, first)).isTrue();

        assertThat(another().advance(EMPTY, change(EMPTY, List.of(policy("b", "{}")), Set.of())))
                .isFalse();

        assertThat(store().registry()).isEqualTo(first);
        assertThat(store().revisions("b")).isEmpty();
    }

    @Test
    default void ofManyChangesForOneRevisionOneIsStored() throws Exception {
        int racers = 4;
        int rounds = 20;
        List<Store> stores = List.of(store(), another(), store(), another());
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            CyclicBarrier start = new CyclicBarrier(racers);
            Snapshot before = EMPTY;
            for (int round = 0; round < rounds; round++) {
                Snapshot now = before;
                List<Future<Boolean>> stored = new ArrayList<>();
                List<Snapshot> wanted = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    Store store = stores.get(racer);
                    Snapshot after = change(now, List.of(policy("p", "{\"by\":" + racer + "}")), Set.of());
                    // Each must differ from what is there.
                    Snapshot different = new Snapshot(now.revision() + 1, after.resources());
                    wanted.add(different);
                    stored.add(threads.submit(() -> {
                        start.await();
                        return store.advance(now, different);
                    }));
                }
                List<Snapshot> winners = new ArrayList<>();
                for (int racer = 0; racer < racers; racer++) {
                    if (stored.get(racer).get()) {
                        winners.add(wanted.get(racer));
                    }
                }
                assertThat(winners).hasSize(1);
                assertThat(store().registry()).isEqualTo(winners.get(0));
                before = winners.get(0);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void manyDocumentsAreStoredWithinSeconds() {
        List<Resource> grants = IntStream.range(0, 10_000)
                .mapToObj(i -> new Resource(
                        Resource.Kind.GRANT, "grant-" + i, "{\"policy\":\"p" + i % 10 + "\"}", /* revision= */ 0))
                .toList();
        Snapshot all = change(EMPTY, grants, Set.of());

        Duration took =
                Samples.timed(() -> assertThat(store().advance(EMPTY, all)).isTrue());

        assertThat(took).isLessThan(Duration.ofSeconds(20));
        assertThat(store().registry()).isEqualTo(all);
    }

    @Test
    default void policiesKeepTheirNewestRevisions() {
        Snapshot before = EMPTY;
        for (int i = 1; i <= RegistryTables.MOST_REVISIONS + 3; i++) {
            Snapshot after = change(before, List.of(policy("p", "{\"n\":" + i + "}"), policy("q", "{}")), Set.of());
            assertThat(store().advance(before, after)).isTrue();
            before = after;
        }
        store().advance(before, change(before, List.of(), Set.of(policy("p", "").id())));

        List<Resource> revisions = store().revisions("p");

        assertThat(revisions).hasSize(RegistryTables.MOST_REVISIONS);
        assertThat(revisions)
                .first()
                .isEqualTo(before.resources().get(policy("p", "").id()));
        assertThat(revisions).extracting(Resource::json).last().isEqualTo("{\"n\":4}");
        assertThat(revisions).extracting(Resource::revision).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(store().revisions("q")).hasSize(1);
    }

    @Test
    default void revisionsOfARemovedPolicyLeaveWhenTheirTimeIsOver() {
        Snapshot first = change(EMPTY, List.of(policy("p", "{}"), policy("q", "{}")), Set.of());
        Snapshot second = change(first, List.of(policy("p", "[]")), Set.of());
        Snapshot third = change(second, List.of(), Set.of(policy("p", "").id()));
        store().advance(EMPTY, first);
        store().advance(first, second);
        store().advance(second, third);
        long hour = 3_600_000;
        long now = System.currentTimeMillis();

        store().forget(now);
        runLater(RemovedPolicies.KEPT_MILLIS - hour);
        store().forget(now);
        assertThat(store().revisions("p")).hasSize(2);
        runLater(2 * hour);
        another().forget(now);

        assertThat(store().revisions("p")).isEmpty();
        assertThat(store().revisions("q")).hasSize(1);
        assertThat(store().registry()).isEqualTo(third);
    }

    @Test
    default void aPolicyThatWasPutBackKeepsItsRevisions() {
        Snapshot first = change(EMPTY, List.of(policy("p", "{}")), Set.of());
        Snapshot second = change(first, List.of(), Set.of(policy("p", "").id()));
        Snapshot third = change(second, List.of(policy("p", "[]")), Set.of());
        long now = System.currentTimeMillis();
        store().advance(EMPTY, first);
        store().advance(first, second);
        store().forget(now);
        store().advance(second, third);

        runLater(RemovedPolicies.KEPT_MILLIS * 2);
        store().forget(now);

        assertThat(store().revisions("p")).hasSize(2);
    }

    @Test
    default void whatIsOverLeavesAlsoWhereItIsMoreThanGoesAtOnce() {
        List<Resource> policies = IntStream.range(0, RemovedPolicies.AT_ONCE * 3 + 1)
                .mapToObj(i -> policy("p" + i, "{}"))
                .toList();
        Snapshot first = change(EMPTY, policies, Set.of());
        store().advance(EMPTY, first);
        store().advance(first, change(first, List.of(), first.resources().keySet()));
        OwnerCounters counters = spent(OwnerCounters.NONE, NOW);
        store().putCounters(IntStream.range(0, Session.ROWS * 2 + 1)
                .mapToObj(i -> CounterOwner.grant("g" + i))
                .collect(Collectors.toMap(owner -> owner, owner -> counters)));
        store().forget(NOW);
        runLater(RemovedPolicies.KEPT_MILLIS * 2);

        store().forget(System.currentTimeMillis());

        assertThat(policies)
                .allSatisfy(
                        policy -> assertThat(store().revisions(policy.name())).isEmpty());
        assertThat(store().counters(Long.MIN_VALUE)).isEmpty();
    }

    /** As if policies had been removed so much earlier. */
    private void runLater(long millis) {
        run("UPDATE removed_policy SET removed_ms = removed_ms - " + millis);
    }

    @Test
    default void everyKindOfApprovalComesBackAsItWas() {
        List<Approval> approvals = Samples.everyKindOfApproval();
        store().putApprovals(approvals);

        assertThat(reopened().approvals()).containsExactlyElementsOf(approvals);
        assertThat(approvals).extracting(Approval::state).contains(Approval.State.values());
    }

    @Test
    default void anApprovalIsNotStoredOverALaterOne() {
        Docket docket = new Docket();
        Approval asked = Samples.ask(docket, "a1", NOW);
        Approval approved = Samples.rule(docket, Questions.approve("a1", "bob"), NOW + 1);
        Approval noted = Samples.rule(docket, new Motion.Note("a1", 2), NOW + 2);

        store().putApprovals(List.of(noted, asked, approved));
        assertThat(store().approvals()).containsExactly(approved);
        store().putApprovals(List.of(noted));
        assertThat(store().approvals()).containsExactly(noted);
        another().putApprovals(List.of(approved));
        another().putApprovals(List.of(asked));

        assertThat(store().approvals()).containsExactly(noted);
    }

    @Test
    default void theOldestApprovalComesFirst() {
        Docket docket = new Docket();
        Approval older = Samples.ask(docket, "z", NOW);
        Approval newer = Samples.ask(docket, "a", NOW + 1);

        store().putApprovals(List.of(newer, older));

        assertThat(store().approvals()).containsExactly(older, newer);
    }

    @Test
    default void argumentsAreErasedOnceTheirTimeIsOverAndApprovalsOnceNobodyRemembersThem() {
        Docket docket = new Docket();
        Approval open = Samples.ask(docket, "open", NOW);
        Samples.ask(docket, "closed", NOW);
        Samples.rule(docket, Questions.edit("closed", "bob", "f2"), NOW + 1);
        Samples.rule(docket, new Motion.Take("closed", "f2", "taker"), NOW + 2);
        Approval closed = Samples.rule(docket, new Motion.Note("closed", 3), NOW + 3);
        store().putApprovals(List.of(open, closed));
        long over = open.expiresMillis();

        store().forget(over - 1);
        assertThat(store().approvals()).containsExactlyInAnyOrder(open, closed);
        store().forget(over);
        assertThat(store().approvals()).containsExactlyInAnyOrder(open.withoutArguments(), closed.withoutArguments());
        store().forget(over + Docket.REMEMBERED_MILLIS);
        assertThat(store().approvals()).containsExactly(open.withoutArguments());
        store().forget(over + Docket.UNNOTED_MILLIS);
        assertThat(store().approvals()).isEmpty();
    }

    @Test
    default void everyKindOfCounterComesBackAsItWas() {
        Map<CounterOwner, OwnerCounters> counters = Samples.everyKindOfCounter();
        store().putCounters(counters);

        Map<CounterOwner, OwnerCounters> later = reopened().counters(Long.MIN_VALUE);

        assertThat(Samples.parts(later)).isEqualTo(Samples.parts(counters));
    }

    @Test
    default void countersAreNotStoredOverLaterOnes() {
        OwnerCounters earlier = spent(OwnerCounters.NONE, NOW);
        OwnerCounters later = spent(earlier, NOW + 1);
        OwnerCounters same = later.giveBack(
                Spends.granted(later.spend(ALICE, "n:9", List.of(charge(HOUR, 9, 1)), Moment.of(NOW + 1))
                                .spending())
                        .reservation()
                        .balances(),
                Moment.of(NOW + 1));
        store().putCounters(Map.of(ALICE, later));

        another().putCounters(Map.of(ALICE, earlier, CounterOwner.cluster(), earlier));

        assertThat(Samples.parts(store().counters(NOW)))
                .isEqualTo(Samples.parts(Map.of(ALICE, later, CounterOwner.cluster(), earlier)));
        store().putCounters(Map.of(ALICE, same));
        assertThat(Samples.parts(store().counters(NOW)))
                .isEqualTo(Samples.parts(Map.of(ALICE, same, CounterOwner.cluster(), earlier)));
        assertThat(same.tallies().get(0).heldMicros(NOW))
                .isNotEqualTo(later.tallies().get(0).heldMicros(NOW));
    }

    @Test
    default void countersOfOtherSessionsStayAsTheyAre() {
        OwnerCounters first = sessions(OwnerCounters.NONE, NOW, "a", "b");
        OwnerCounters later = sessions(first, NOW + 1, "b", "c");
        store().putCounters(Map.of(ALICE, first));

        store().putCounters(Map.of(ALICE, of(later, "b", "c")));
        another().putCounters(Map.of(ALICE, of(first, "b")));

        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, later)));
    }

    @Test
    default void whatAnEarlierReleaseStoredOfSessionsIsReadUntilItIsStoredAnew() {
        OwnerCounters first = sessions(OwnerCounters.NONE, NOW, "a", "b");
        OwnerCounters earlierRelease = sessions(first, NOW + 1, "b", "c");
        OwnerCounters last = sessions(earlierRelease, NOW + 2, "b");
        store().putCounters(Map.of(ALICE, first));
        run("UPDATE counter SET latest_ms = latest_ms + 1, body = '" + CounterBody.write(earlierRelease) + "'");

        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, earlierRelease)));
        store().putCounters(Map.of(ALICE, last));

        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, last)));
    }

    @Test
    default void whatIsStoredForEarlierReleasesIsAllInTheRowThatTheyRead() {
        OwnerCounters first = sessions(OwnerCounters.NONE, NOW, "a", "b");
        OwnerCounters later = sessions(first, NOW + 1, "b", "c");
        store().putCounters(Map.of(ALICE, first));

        store().putCountersForOlder(Map.of(ALICE, later));
        store().putCountersForOlder(Map.of(ALICE, first));

        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, later)));
        run("DELETE FROM session_counter");
        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, later)));
    }

    @Test
    default void ofWhatIsStoredTwiceAtOneTimeTheMoreCounts() {
        OwnerCounters less = withoutOwn(sessions(OwnerCounters.NONE, NOW, "a"));
        OwnerCounters more = withoutOwn(sessions(less, NOW, "a"));
        OwnerCounters most = withoutOwn(sessions(more, NOW, "a"));

        store().putCounters(Map.of(ALICE, less));
        store().putCountersForOlder(Map.of(ALICE, more));
        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, more)));

        store().putCounters(Map.of(ALICE, most));
        assertThat(Samples.parts(store().counters(NOW))).isEqualTo(Samples.parts(Map.of(ALICE, most)));
    }

    private static OwnerCounters withoutOwn(OwnerCounters counters) {
        return OwnerCounters.of(
                counters.latestMillis(),
                counters.tallies().stream()
                        .filter(tally -> !tally.counter().session().isEmpty())
                        .toList());
    }

    /** A spend of the owner and one of each of these sessions. */
    private static OwnerCounters sessions(OwnerCounters before, long nowMillis, String... sessions) {
        List<Charge> charges = new ArrayList<>(List.of(charge(HOUR, 9, 1)));
        for (String session : sessions) {
            charges.add(charge(new Counter("calls", session, HOUR.window(), HOUR.algorithm(), false), 9, 1));
        }
        return before.spend(ALICE, "n:1", charges, Moment.of(nowMillis)).after();
    }

    /** The owner's own counters and those of these sessions. */
    private static OwnerCounters of(OwnerCounters counters, String... sessions) {
        Set<String> which = new HashSet<>(Set.of(sessions));
        which.add("");
        return OwnerCounters.of(
                counters.latestMillis(),
                counters.tallies().stream()
                        .filter(tally -> which.contains(tally.counter().session()))
                        .toList());
    }

    @Test
    default void countersWhoseWindowsHaveEndedAreNotReadAndForgotten() {
        OwnerCounters counters = spent(OwnerCounters.NONE, NOW);
        store().putCounters(Map.of(ALICE, counters));
        long end = counters.endMillis();

        assertThat(store().counters(end - 1)).containsOnlyKeys(ALICE);
        assertThat(store().counters(end)).isEmpty();
        store().forget(end - 1);
        assertThat(store().counters(NOW)).containsOnlyKeys(ALICE);
        store().forget(end);
        assertThat(store().counters(NOW)).isEmpty();
    }

    @Test
    default void aNodeWhoseClockIsFarAheadEndsNothing() {
        long tomorrow = System.currentTimeMillis() + 86_400_000;
        Map<CounterOwner, OwnerCounters> counters = Map.of(ALICE, spent(OwnerCounters.NONE, tomorrow));
        store().putCounters(counters);

        store().forget(tomorrow + 1_000L * 86_400_000);

        assertThat(Samples.parts(store().counters(tomorrow + 1_000L * 86_400_000)))
                .isEqualTo(Samples.parts(counters));
    }

    @Test
    default void ofTwoHistoriesOfAnApprovalTheOneThatWasStoredFirstStands() {
        Docket lost = new Docket();
        Samples.ask(lost, "a1", NOW);
        Approval approved = Samples.rule(lost, Questions.approve("a1", "bob"), NOW + 1);
        Docket readBack = new Docket(NOW, List.of(approved));
        Approval one =
                Samples.rule(lost, new Motion.Take("a1", approved.question().fingerprint(), "c1"), NOW + 2);
        Approval other =
                Samples.rule(readBack, new Motion.Take("a1", approved.question().fingerprint(), "c2"), NOW + 3);
        Approval later = Samples.rule(readBack, new Motion.Note("a1", 2), NOW + 4);
        Approval laterStill = Samples.rule(readBack, new Motion.GiveBack("a1", "c2"), NOW + 5);

        assertThat(store().putApprovals(List.of(approved))).isEmpty();
        assertThat(store().putApprovals(List.of(one))).isEmpty();
        assertThat(another().putApprovals(List.of(other))).containsExactly("a1");
        assertThat(another().putApprovals(List.of(later, laterStill))).containsExactly("a1");
        assertThat(store().putApprovals(List.of(approved, one))).isEmpty();

        assertThat(store().approvals()).containsExactly(one);
    }

    @Test
    default void countersOfOneOwnerWrittenFromManySidesEndWithTheLatest() throws Exception {
        List<Store> stores = List.of(store(), another());
        List<CounterOwner> owners = IntStream.range(0, 200)
                .mapToObj(i -> CounterOwner.grant("g" + i))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                Store store = stores.get(writer % 2);
                int first = writer;
                writers.add(threads.submit(() -> {
                    for (int time = first; time < 40; time += 4) {
                        OwnerCounters counters = spent(OwnerCounters.NONE, NOW + time);
                        store.putCounters(owners.stream().collect(Collectors.toMap(owner -> owner, owner -> counters)));
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(store().counters(NOW).values())
                .hasSize(200)
                .extracting(OwnerCounters::latestMillis)
                .containsOnly(NOW + 39);
    }

    @Test
    default void textsOfEveryKindComeBackAsTheyWere() {
        String odd = "\u0000 \ud800 \ud83d\ude00 ' \" \\ ; -- ü\n";
        Approval asked = Samples.ask(new Docket(), "a", NOW);
        Approval strange = Samples.withTexts(asked, odd);
        store().putApprovals(List.of(strange));
        Snapshot document = change(EMPTY, List.of(policy("p", "{\"a\":\"\ud83d\ude00 ' ü \\u0000\"}")), Set.of());
        store().advance(EMPTY, document);

        Store later = reopened();

        assertThat(later.approvals()).containsExactly(strange);
        assertThat(later.registry()).isEqualTo(document);
    }

    @Test
    default void largeBodiesComeBackAsTheyWere() {
        String large = "\"" + "x".repeat(3_000_000) + "\"";
        Snapshot document = change(EMPTY, List.of(policy("p", large)), Set.of());
        store().advance(EMPTY, document);
        store().advance(document, change(document, List.of(policy("q", large)), Set.of()));

        assertThat(reopened().registry().resources().values())
                .extracting(Resource::json)
                .containsExactly(large, large);
    }

    static Snapshot change(Snapshot before, List<Resource> changed, Set<Resource.Id> removed) {
        return RegistryChange.of(changed, removed, RegistryChange.ANY_REVISION).applyTo(before);
    }

    private static OwnerCounters spent(OwnerCounters before, long nowMillis) {
        return before.spend(ALICE, "n:1", List.of(charge(HOUR, 9, 1)), Moment.of(nowMillis))
                .after();
    }
}
