package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Questions.ONCE;
import static dev.turnpike.clusterstate.Questions.OPEN;
import static dev.turnpike.clusterstate.Questions.approve;
import static dev.turnpike.clusterstate.Questions.ask;
import static dev.turnpike.clusterstate.Questions.deny;
import static dev.turnpike.clusterstate.Questions.open;
import static dev.turnpike.clusterstate.Questions.question;
import static dev.turnpike.clusterstate.Questions.terms;
import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval.State;
import dev.turnpike.clusterstate.ApprovalDesk.Left;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.clusterstate.Ruling.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every desk promises. */
public interface ApprovalDeskContract {
    String START = "2026-03-01T12:00:00Z";

    /** A desk without approvals, by the time of {@link #clock}. */
    ApprovalDesk desk();

    /** At {@link #START} at first. */
    MovingClock clock();

    @Test
    default void idsAreShortDifferAndEasyToType() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(desk().newId("g" + i));
        }

        assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("[0-9a-hjkmnp-tv-z]{16}"));
    }

    @Test
    default void anApprovedCallRunsOnce() throws Exception {
        Question question = question("alice", "f", ONCE);
        Ruling first = ask(desk(), question, "c1");
        String id = first.approval().orElseThrow().id();
        assertThat(first.kind()).isEqualTo(Kind.PENDING);
        assertThat(ask(desk(), question, "c2").approval().orElseThrow().id()).isEqualTo(id);

        assertThat(await(desk().put(approve(id, "bob"))).kind()).isEqualTo(Kind.DONE);

        Ruling granted = ask(desk(), question, "c3");
        assertThat(granted.kind()).isEqualTo(Kind.GRANTED);
        assertThat(granted.approval().orElseThrow().question().arguments()).isEqualTo("{\"amount\":1}");
        Ruling anew = ask(desk(), question, "c4");
        assertThat(anew.kind()).isEqualTo(Kind.PENDING);
        assertThat(anew.approval().orElseThrow().id()).isNotEqualTo(id);
    }

    @Test
    default void ofManyCallsAtOnceAsManyRunAsWereApproved() throws Exception {
        String id = open(desk(), question("alice", "f", terms(1, 7)));
        await(desk().put(approve(id, "bob")));

        List<CompletableFuture<Ruling>> takes = IntStream.range(0, 200)
                .mapToObj(i -> desk().put(new Motion.Take(id, "f", "c" + i)).toCompletableFuture())
                .toList();

        int granted = 0;
        for (CompletableFuture<Ruling> take : takes) {
            Kind kind = await(take).kind();
            assertThat(kind).isIn(Kind.GRANTED, Kind.SPENT);
            granted += kind == Kind.GRANTED ? 1 : 0;
        }
        assertThat(granted).isEqualTo(7);
    }

    @Test
    default void aUseThatIsGivenBackIsThereAgain() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        await(desk().put(approve(id, "bob")));
        await(desk().put(new Motion.Take(id, "f", "c1")));
        assertThat(await(desk().put(new Motion.Take(id, "f", "c2"))).kind()).isEqualTo(Kind.SPENT);

        await(desk().put(new Motion.GiveBack(id, "c1")));
        await(desk().put(new Motion.GiveBack(id, "c1")));

        assertThat(await(desk().put(new Motion.Take(id, "f", "c2"))).kind()).isEqualTo(Kind.GRANTED);
        assertThat(await(desk().put(new Motion.Take(id, "f", "c3"))).kind()).isEqualTo(Kind.SPENT);
    }

    @Test
    default void anotherGrantOrFingerprintIsNotCovered() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        await(desk().put(approve(id, "bob")));

        assertThat(ask(desk(), question("alice", "g", ONCE), "c1").kind()).isEqualTo(Kind.PENDING);
        assertThat(ask(desk(), question("carol", "f-of-carol", ONCE), "c1").kind())
                .isEqualTo(Kind.PENDING);
        assertThat(await(desk().put(new Motion.Take(id, "g", "c1"))).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    default void whatIsNotDecidedInTimeIsExpiredForEverybody() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        clock().move(OPEN.minusMillis(1));
        assertThat(await(desk().list(Which.PENDING))).hasSize(1);

        clock().move(Duration.ofMillis(1));

        assertThat(await(desk().list(Which.PENDING))).isEmpty();
        assertThat(await(desk().list(Which.ALL)))
                .singleElement()
                .extracting(Approval::state)
                .isEqualTo(State.EXPIRED);
        assertThat(await(desk().put(approve(id, "bob"))).kind()).isEqualTo(Kind.ALREADY_DECIDED);
        assertThat(await(desk().put(new Motion.Take(id, "f", "c1"))).kind()).isEqualTo(Kind.EXPIRED);
    }

    @Test
    default void aClockThatStepsBackBringsNothingBack() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        clock().move(OPEN);
        await(desk().put(new Motion.Look(id)));

        clock().move(OPEN.negated());

        assertThat(await(desk().put(approve(id, "bob"))).kind()).isEqualTo(Kind.ALREADY_DECIDED);
    }

    @Test
    default void listsAreTheOldestFirstAndWithoutArguments() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(open(desk(), question("g" + i, "f" + i, ONCE)));
            clock().move(Duration.ofMillis(1));
        }
        await(desk().put(deny(ids.get(3), "bob")));
        await(desk().put(approve(ids.get(5), "bob")));

        List<Approval> all = await(desk().list(Which.ALL));

        assertThat(all).extracting(Approval::id).containsExactlyElementsOf(ids);
        assertThat(all)
                .allSatisfy(
                        approval -> assertThat(approval.question().arguments()).isEmpty());
        assertThat(await(desk().list(Which.PENDING)))
                .hasSize(18)
                .allMatch(approval -> approval.state() == State.PENDING);
        assertThat(await(desk().put(new Motion.Look(ids.get(4))))
                        .approval()
                        .orElseThrow()
                        .question()
                        .arguments())
                .isEqualTo("{\"amount\":1}");
    }

    @Test
    default void whoTendsSeesEachStepUntilItIsNoted() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        await(desk().put(approve(id, "bob")));
        Approval tended = await(desk().tend(Left.ALL)).get(0);
        assertThat(tended.question().arguments()).isEmpty();
        assertThat(tended.unnoted())
                .extracting(ApprovalStep::kind)
                .containsExactly(ApprovalStep.Kind.REQUESTED, ApprovalStep.Kind.APPROVED);

        await(desk().put(new Motion.Note(id, 2)));

        assertThat(await(desk().tend(Left.ALL)).get(0).unnoted()).isEmpty();
        clock().move(OPEN);
        assertThat(await(desk().tend(Left.ALL)).get(0).unnoted())
                .extracting(ApprovalStep::kind)
                .containsExactly(ApprovalStep.Kind.EXPIRED);
    }

    @Test
    default void whoTendsCanLeaveOutWhatIsMerelyOpen() throws Exception {
        String noted = open(desk(), question("alice", "f", ONCE));
        await(desk().put(new Motion.Note(noted, 1)));
        String fresh = open(desk(), question("alice", "g", ONCE));

        assertThat(await(desk().tend(Left.ALL))).extracting(Approval::id).containsExactlyInAnyOrder(noted, fresh);
        assertThat(await(desk().tend(Left.UNNOTED))).extracting(Approval::id).containsExactly(fresh);
    }

    @Test
    default void tellsWhichOfManyAreDecided() throws Exception {
        String pending = open(desk(), question("alice", "f", ONCE));
        String denied = open(desk(), question("bob", "g", ONCE));
        await(desk().put(deny(denied, "carol")));

        assertThat(await(desk().decided(Set.of(pending, denied, "no such id"))))
                .containsExactlyInAnyOrder(denied, "no such id");
        clock().move(OPEN);
        assertThat(await(desk().decided(Set.of(pending)))).containsExactly(pending);
        assertThat(await(desk().decided(Set.of()))).isEmpty();
    }

    @Test
    default void whatIsOverIsForgottenAfterAWhile() throws Exception {
        String id = open(desk(), question("alice", "f", ONCE));
        await(desk().put(deny(id, "bob")));
        await(desk().put(new Motion.Note(id, 2)));
        clock().move(OPEN.plusMillis(Docket.REMEMBERED_MILLIS - 1));
        assertThat(await(desk().tend(Left.ALL))).isEmpty(); // there is nothing left to do
        assertThat(await(desk().list(Which.ALL))).hasSize(1);

        clock().move(Duration.ofMillis(1));
        await(desk().tend(Left.ALL));

        assertThat(await(desk().list(Which.ALL))).isEmpty();
        assertThat(await(desk().put(new Motion.Look(id))).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    default void watchersHearOfEveryChangeWithoutArgumentsAndOfNotesNothing() throws Exception {
        List<Approval> seen = Collections.synchronizedList(new ArrayList<>());
        try (ApprovalDesk.Watch watch = desk().watch(seen::add)) {
            assertThat(watch).isNotNull();
            String id = open(desk(), question("alice", "f", ONCE));
            await().until(() -> seen.size() == 1);
            await(desk().put(new Motion.Note(id, 1)));
            await(desk().put(approve(id, "bob")));
            await().until(() -> seen.size() == 2);
            clock().move(OPEN);
            await(desk().tend(Left.ALL));
            await().until(() -> seen.size() == 3);
        }
        open(desk(), question("alice", "g", ONCE));

        assertThat(seen).extracting(Approval::state).containsExactly(State.PENDING, State.APPROVED, State.EXPIRED);
        assertThat(seen)
                .allSatisfy(
                        approval -> assertThat(approval.question().arguments()).isEmpty());
    }

    @Test
    default void aWatcherThatFailsHarmsNobody() throws Exception {
        List<Approval> seen = Collections.synchronizedList(new ArrayList<>());
        ApprovalDesk.Watch failing = desk().watch(approval -> {
            throw new IllegalStateException("a watcher that fails, for the test");
        });
        try (failing;
                ApprovalDesk.Watch watch = desk().watch(seen::add)) {
            assertThat(watch).isNotNull();
            assertThat(ask(desk(), question("alice", "f", ONCE), "c").kind()).isEqualTo(Kind.PENDING);
            open(desk(), question("alice", "g", ONCE));

            await().until(() -> seen.size() == 2);
        }
    }

    @Test
    default void whatIsNoIdIsUnknown() throws Exception {
        for (String id : List.of("", "a", "z", "ü", "a000000000000000", "../a", "A000000000000000")) {
            assertThat(await(desk().put(new Motion.Look(id)))).isEqualTo(Ruling.of(Kind.UNKNOWN));
            assertThat(await(desk().put(approve(id, "bob"))).kind()).isEqualTo(Kind.UNKNOWN);
        }
    }
}
