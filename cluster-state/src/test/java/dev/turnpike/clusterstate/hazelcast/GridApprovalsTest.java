package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Questions.ONCE;
import static dev.turnpike.clusterstate.Questions.OPEN;
import static dev.turnpike.clusterstate.Questions.approve;
import static dev.turnpike.clusterstate.Questions.decide;
import static dev.turnpike.clusterstate.Questions.open;
import static dev.turnpike.clusterstate.Questions.question;
import static dev.turnpike.clusterstate.Questions.terms;
import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.Member;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.Ruling.Kind;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Approvals of several members, while some of them are lost. */
class GridApprovalsTest {
    /** Enough that each member keeps some of them. */
    private static final int MANY = 24;

    @RegisterExtension
    final TestGrid grid = new TestGrid(3);

    @Test
    void ofTwoHundredCallsOverThreeMembersOneRuns() throws Exception {
        List<ApprovalDesk> desks = desks(grid.openAll());
        String id = open(desks.get(0), question("alice", "f", ONCE));
        await(desks.get(1).put(approve(id, "bob")));

        List<CompletableFuture<Ruling>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(put(desks.get(i % 3), new Motion.Take(id, "f", "c" + i)));
        }

        assertThat(kinds(calls)).isEqualTo(Map.of(Kind.GRANTED, 1, Kind.SPENT, 199));
    }

    @Test
    void whileAMemberDiesEachApprovedCallStillRunsOnce() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        List<ApprovalDesk> survivors = desks(members.subList(0, 2));
        List<String> ids = openMany(survivors.get(0), ONCE);
        for (String id : ids) {
            await(survivors.get(1).put(approve(id, "bob")));
        }

        List<List<CompletableFuture<Ruling>>> calls = new ArrayList<>();
        ids.forEach(id -> calls.add(new ArrayList<>()));
        for (int i = 0; i < 50; i++) {
            if (i == 10) {
                await(calls.get(0).get(5)); // the grid is in the middle of it
                grid.kill(members.get(2));
            }
            for (int j = 0; j < MANY; j++) {
                calls.get(j).add(put(survivors.get(i % 2), new Motion.Take(ids.get(j), "f" + j, "c" + i)));
            }
        }

        for (int j = 0; j < MANY; j++) {
            assertThat(kinds(calls.get(j))).isEqualTo(Map.of(Kind.GRANTED, 1, Kind.SPENT, 49));
            assertThat(look(survivors, ids.get(j)))
                    .allSatisfy(approval -> assertThat(approval.used()).isEqualTo(1));
        }
    }

    @Test
    void aCallOfAMemberThatDiesNeverRunsBesideAnother() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        String id = open(members.get(0).approvals(), question("alice", "f", ONCE));
        await(members.get(0).approvals().put(approve(id, "bob")));
        HazelcastClusterState owner = owner(members, id);

        List<CompletableFuture<Ruling>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (i == 60) {
                grid.kill(owner);
            }
            calls.add(put(members.get(i % 3).approvals(), new Motion.Take(id, "f", "c" + i)));
        }

        assertThat(kinds(calls).getOrDefault(Kind.GRANTED, 0)).isLessThanOrEqualTo(1);
        assertThat(look(desks(grid.members()), id)).allSatisfy(approval -> {
            assertThat(approval.state()).isEqualTo(State.USED);
            assertThat(approval.used()).isEqualTo(1);
        });
    }

    @Test
    void ofTwoPeopleWhoDecideAtTwoMembersOneDoes() throws Exception {
        List<ApprovalDesk> desks = desks(grid.openAll());
        for (String id : openMany(desks.get(0), ONCE)) {
            CompletableFuture<Ruling> yes = put(desks.get(1), decide(id, /* approve= */ true, "bob"));
            CompletableFuture<Ruling> no = put(desks.get(2), decide(id, /* approve= */ false, "eve"));

            boolean approved = await(yes).kind() == Kind.DONE;
            assertThat(await(yes).kind()).isEqualTo(approved ? Kind.DONE : Kind.ALREADY_DECIDED);
            assertThat(await(no).kind()).isEqualTo(approved ? Kind.ALREADY_DECIDED : Kind.DONE);
            assertThat(look(desks, id)).allSatisfy(approval -> {
                assertThat(approval.state()).isEqualTo(approved ? State.APPROVED : State.DENIED);
                assertThat(approval.steps()).hasSize(2);
            });
        }
    }

    @Test
    void anApprovalThatIsGivenAsItExpiresIsOneOfBothEverywhere() throws Exception {
        MovingClock clock = new MovingClock(TestGrid.START);
        List<ApprovalDesk> desks = desks(List.of(grid.open(clock), grid.open(clock), grid.open(clock)));
        grid.awaitMembers(3);
        Question.Terms terms =
                new Question.Terms(OPEN.toMillis(), Duration.ofHours(2).toMillis(), /* approvers= */ 1, /* uses= */ 1);
        List<String> ids = openMany(desks.get(0), terms);

        List<CompletableFuture<Ruling>> approvals = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            if (i == MANY / 2) {
                clock.move(OPEN);
            }
            approvals.add(put(desks.get(i % 3), approve(ids.get(i), "bob")));
        }

        for (int i = 0; i < MANY; i++) {
            boolean approved = await(approvals.get(i)).kind() == Kind.DONE;
            assertThat(look(desks, ids.get(i))).allSatisfy(approval -> {
                assertThat(approval.state()).isEqualTo(approved ? State.APPROVED : State.EXPIRED);
                assertThat(approval.steps()).hasSize(2);
            });
        }
        assertThat(await(approvals.get(MANY - 1)).kind()).isEqualTo(Kind.ALREADY_DECIDED);
    }

    @Test
    void everyMemberHearsWhatChangesAtAnother() throws Exception {
        List<ApprovalDesk> desks = desks(grid.openAll());
        List<Map<String, Approval>> seen = new ArrayList<>();
        for (ApprovalDesk desk : desks) {
            Map<String, Approval> here = new ConcurrentHashMap<>();
            seen.add(here);
            desk.watch(approval -> here.put(approval.id(), approval));
        }

        List<String> ids = openMany(desks.get(0), ONCE);
        await().untilAsserted(() ->
                assertThat(seen).allSatisfy(here -> assertThat(here.keySet()).containsAll(ids)));
        for (String id : ids) {
            await(desks.get(1).put(approve(id, "bob")));
        }

        await().untilAsserted(() -> assertThat(seen)
                .allSatisfy(here -> assertThat(here.values())
                        .hasSize(MANY)
                        .allMatch(approval -> approval.state() == State.APPROVED)));
        assertThat(seen)
                .allSatisfy(here -> assertThat(here.values())
                        .allMatch(approval -> approval.question().arguments().isEmpty()));
    }

    @Test
    void aMotionThatIsRepeatedAtAnotherOwnerCountsOnce() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        ApprovalDesk desk = members.get(0).approvals();
        String id = open(desk, question("alice", "f", terms(1, 2)));
        HazelcastClusterState owner = owner(members, id);
        Motion.Decide yes = approve(id, "bob");
        Motion.Take take = new Motion.Take(id, "f", "c1");
        assertThat(await(desk.put(yes)).kind()).isEqualTo(Kind.DONE);
        assertThat(await(desk.put(take)).kind()).isEqualTo(Kind.GRANTED);

        grid.kill(owner);
        ApprovalDesk other = grid.members().get(0).approvals();

        assertThat(await(other.put(yes)).kind()).isEqualTo(Kind.DONE);
        Ruling again = await(other.put(take));
        assertThat(again.kind()).isEqualTo(Kind.GRANTED);
        assertThat(again.approval().orElseThrow().used()).isEqualTo(1);
        assertThat(again.approval().orElseThrow().steps())
                .extracting(ApprovalStep::kind)
                .containsExactly(ApprovalStep.Kind.REQUESTED, ApprovalStep.Kind.APPROVED, ApprovalStep.Kind.USED);
    }

    @Test
    void everyApprovalIsLookedAfterByOneMember() throws Exception {
        List<ApprovalDesk> desks = desks(grid.openAll());
        List<String> ids = openMany(desks.get(0), ONCE);

        // Until all dockets are where they are to be, some may be seen twice, or by nobody.
        await().untilAsserted(() -> {
            List<String> tended = new ArrayList<>();
            for (ApprovalDesk desk : desks) {
                List<Approval> own = await(desk.tend(ApprovalDesk.Left.ALL));
                assertThat(own).isNotEmpty();
                own.forEach(approval -> tended.add(approval.id()));
            }
            assertThat(tended).containsExactlyInAnyOrderElementsOf(ids);
        });
        for (ApprovalDesk desk : desks) {
            assertThat(await(desk.list(ApprovalDesk.Which.ALL)))
                    .extracting(Approval::id)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void aMinorityDecidesNothing() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        ApprovalDesk left = members.get(0).approvals();
        String id = open(left, question("alice", "f", ONCE));

        grid.kill(members.get(1));
        grid.kill(members.get(2));
        grid.awaitMembers(1);

        assertThatThrownBy(() -> await(left.put(approve(id, "bob"))))
                .hasCauseInstanceOf(StateUnavailableException.class);
        assertThatThrownBy(() -> await(left.list(ApprovalDesk.Which.ALL)))
                .hasCauseInstanceOf(StateUnavailableException.class);
    }

    @Test
    void theKeysAreTheSameEverywhereAndOutliveAllMembersButOne() throws Exception {
        List<HazelcastClusterState> members = grid.openAll();
        KeyRing.Key key = await(members.get(0).keys().keys()).get(0);
        for (HazelcastClusterState each : members) {
            assertThat(await(each.keys().keys()).get(0).secret()).isEqualTo(key.secret());
        }
        // A member that has just joined has no copy yet.
        grid.awaitCopies();

        grid.kill(members.get(0));
        grid.kill(members.get(1));
        grid.awaitMembers(1);
        HazelcastClusterState late = grid.open(new MovingClock(TestGrid.START));
        grid.awaitMembers(2);

        assertThat(await(late.keys().keys()).get(0).secret()).isEqualTo(key.secret());
    }

    private static List<ApprovalDesk> desks(List<HazelcastClusterState> members) {
        return members.stream().map(HazelcastClusterState::approvals).toList();
    }

    /** Opens questions of as many grants, and answers with their ids. */
    private static List<String> openMany(ApprovalDesk desk, Question.Terms terms) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            ids.add(open(desk, question("g" + i, "f" + i, terms)));
        }
        return ids;
    }

    private static CompletableFuture<Ruling> put(ApprovalDesk desk, Motion motion) {
        return desk.put(motion).toCompletableFuture();
    }

    /** How often each kind was ruled; calls whose fate nobody knows do not count. */
    private static Map<Kind, Integer> kinds(List<CompletableFuture<Ruling>> calls) throws Exception {
        Map<Kind, Integer> kinds = new HashMap<>();
        for (CompletableFuture<Ruling> call : calls) {
            await(call.handle((ruling, failure) -> failure == null ? kinds.merge(ruling.kind(), 1, Integer::sum) : 0));
        }
        return kinds;
    }

    /** The approval as each desk sees it. */
    private static List<Approval> look(List<ApprovalDesk> desks, String id) throws Exception {
        List<Approval> seen = new ArrayList<>();
        for (ApprovalDesk desk : desks) {
            seen.add(await(desk.put(new Motion.Look(id))).approval().orElseThrow());
        }
        return seen;
    }

    /** The member that keeps the approval. */
    private static HazelcastClusterState owner(List<HazelcastClusterState> members, String id) {
        var partitions = members.get(0).member().getPartitionService();
        List<Integer> keys = QuotaGrid.shards(partitions);
        int docket = new DocketIds(keys.size()).named(id).orElseThrow();
        Member owner = partitions.getPartition(keys.get(docket)).getOwner();
        return members.stream()
                .filter(each -> each.member().getCluster().getLocalMember().equals(owner))
                .findFirst()
                .orElseThrow();
    }
}
