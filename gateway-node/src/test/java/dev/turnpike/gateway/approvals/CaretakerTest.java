package dev.turnpike.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDesk.Left;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.gateway.audit.ApprovalRecord;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.DocumentReader;
import dev.turnpike.gateway.config.DocumentSource;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.metrics.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaretakerTest {
    private static final Secrets SECRETS =
            new Secrets(Map.of("ALICE", "tpk_alice-alice-alice-alice-alice-alice-alice-0"));

    private final Desk desk = new Desk();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void everyStepIsRecordedOnceAndNoted() {
        Node node = new Node(desk.desk());
        String id = desk.ask("create_charge");
        await().until(() -> desk.noted(id) == 1);
        desk.move(Duration.ofSeconds(90));
        desk.decide(id, /* approve= */ true, "go on");
        await().until(() -> desk.noted(id) == 2);

        assertThat(node.records).extracting(ApprovalRecord::kind).containsExactly("requested", "approved");
        ApprovalRecord approved = node.records.get(1);
        assertThat(approved.person()).isEqualTo("carol");
        assertThat(approved.note()).isEqualTo("go on");
        assertThat(approved.approval()).isEqualTo(id);
        assertThat(approved.stepId()).isEqualTo("decision-" + id);
        assertThat(approved.policyRevision()).isEqualTo(3);
        assertThat(node.records.toString())
                .doesNotContain("4711")
                .doesNotContain("hush")
                .doesNotContain(Desk.FINGERPRINT);
        assertThat(node.meters.scrape())
                .contains(
                        "turnpike_approval_steps_total{kind=\"approved\",server=\"kestra\",tool=\"create_charge\"} 1.0")
                .contains("turnpike_approval_decision_seconds_sum 90.0");
        await().untilAsserted(() -> assertThat(node.meters.scrape())
                .contains("turnpike_approvals_open{state=\"approved\"} 1.0")
                .contains("turnpike_approvals_open{state=\"pending\"} 0.0"));
    }

    @Test
    void newsAreTakenAtOnce() {
        Node node = new Node(desk.desk());
        await().until(() -> node.meters.scrape().contains("turnpike_approvals_open")); // it has begun
        for (int i = 0; i < 5; i++) {
            long asked = System.nanoTime();
            String id = desk.ask("tool_" + i);
            await().pollInterval(Duration.ofMillis(1)).until(() -> desk.noted(id) == 1);
            node.waits.add(Duration.ofNanos(System.nanoTime() - asked));
        }

        // Five times within a second each, which rounds once a second do not get.
        assertThat(node.waits.stream().mapToLong(Duration::toMillis).sum()).isLessThan(3_500);
    }

    @Test
    void aStepIsNotedOnceEveryoneHasHeardOfItAndIsNotRecordedAgainMeanwhile() {
        Node node = new Node(desk.desk());
        node.deaf = true;
        String id = desk.ask("create_charge");
        await().until(() -> node.untold.size() == 1);
        desk.decide(id, /* approve= */ false, "no");
        await().until(() -> node.untold.size() == 2);
        assertThat(desk.noted(id)).isZero();

        node.untold.get(1).complete(null);
        await().until(() -> node.records.size() == 2);
        assertThat(desk.noted(id)).isZero();
        node.untold.get(0).complete(null);
        await().until(() -> desk.noted(id) == 2);

        assertThat(node.records).extracting(ApprovalRecord::kind).containsExactly("requested", "denied");
    }

    @Test
    void aStepIsNotedOnceItsRecordIsKept() {
        Node node = new Node(desk.desk());
        node.slow = true;
        String id = desk.ask("create_charge");
        await().until(() -> node.unkept.size() == 1);
        int rounds = node.rounds();
        await().until(() -> node.rounds() > rounds + 1);
        assertThat(desk.noted(id)).isZero();

        node.unkept.get(0).run();
        await().until(() -> desk.noted(id) == 1);
    }

    @Test
    void whatANodeLeftTheNextOneDoesWithTheSameIds() throws Exception {
        Node first = new Node(desk.desk());
        first.deaf = true;
        String id = desk.ask("create_charge");
        await().until(() -> first.untold.size() == 1);
        first.caretaker.close();
        Node second = new Node(desk.desk());
        await().until(() -> desk.noted(id) == 1);

        assertThat(second.records)
                .extracting(ApprovalRecord::stepId)
                .containsExactly(first.records.get(0).stepId());
        assertThat(second.told).containsExactly(first.told.get(0));
    }

    /** Or a webhook that is down would fill the desk. */
    @Test
    void whereTooManyWaitForPeopleStepsAreNotedBefore() {
        Node node = new Node(desk.desk());
        node.deaf = true;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add(desk.ask("tool_" + i));
        }
        await().until(() -> ids.stream().filter(id -> desk.noted(id) == 1).count() == 50);

        node.untold.forEach(waiting -> waiting.complete(null));
        await().until(() -> ids.stream().allMatch(id -> desk.noted(id) == 1));
        assertThat(node.records).hasSize(300);
    }

    @Test
    void whatIsGoneIsForgotten() {
        Node node = new Node(desk.desk());
        node.deaf = true;
        String id = desk.ask("create_charge");
        await().until(() -> node.untold.size() == 1);
        desk.move(Duration.ofMinutes(31)); // it expires
        await().until(() -> node.untold.size() == 2);
        desk.move(Duration.ofDays(9)); // and is forgotten
        await().until(() -> node.forgotten.contains(id));
    }

    @Test
    void anApprovalWhoseGrantIsGoneEndsAfterAMoment() {
        apply("kind: Server\nname: kestra\nupstream: { url: \"http://127.0.0.1:9/mcp\" }");
        for (String verdict : List.of("deny", "allow", "deny")) {
            apply("kind: Policy\nname: careful\ndocument: { version: \"1\", default: " + verdict + " }");
        }
        Node node = new Node(desk.desk());
        String id = desk.ask("create_charge"); // under revision 3, and the registry's is 4
        await().until(() -> node.rounds() >= 2);
        assertThat(desk.find(id).state()).isEqualTo(Approval.State.PENDING);
        await().until(() -> {
            desk.move(Duration.ofSeconds(6));
            return desk.find(id).state() == Approval.State.EXPIRED;
        });

        assertThat(desk.find(id).steps().get(1).note()).isEqualTo("the grant is gone, disabled or another's");
    }

    @Test
    void anApprovalOfAnEditedPolicyEndsAfterAMoment() {
        apply("kind: Server\nname: kestra\nupstream: { url: \"http://127.0.0.1:9/mcp\" }");
        apply("kind: Policy\nname: careful\ndocument: { version: \"1\", default: allow }");
        apply("kind: Grant\nname: alice\nserver: kestra\npolicy: careful\ntoken: env:ALICE");
        apply("kind: Policy\nname: careful\ndocument: { version: \"1\", default: deny }"); // revision 4
        Node unused = new Node(desk.desk());
        String id = desk.ask("create_charge"); // under revision 3
        await().until(() -> {
            desk.move(Duration.ofSeconds(6));
            return desk.find(id).state() == Approval.State.EXPIRED;
        });

        assertThat(desk.find(id).steps().get(1).note()).isEqualTo("the policy was edited");
    }

    @Test
    void anApprovalEndsWhenItsGrantIsPinnedToAnEarlierRevision() {
        String grant = "kind: Grant\nname: alice\nserver: kestra\ntoken: env:ALICE\npolicy: ";
        apply("kind: Server\nname: kestra\nupstream: { url: \"http://127.0.0.1:9/mcp\" }\n---\n"
                + "kind: Policy\nname: careful\ndocument: { version: \"1\", default: deny }");
        apply("kind: Grant\nname: keeper\nserver: kestra\npolicy: careful@1");
        apply("kind: Policy\nname: careful\ndocument: { version: \"1\", default: allow }"); // revision 3
        apply(grant + "careful");
        Node node = new Node(desk.desk());
        String id = desk.ask("create_charge");
        desk.move(Duration.ofSeconds(6));
        int rounds = node.rounds();
        await().until(() -> node.rounds() >= rounds + 2);
        assertThat(desk.find(id).state()).isEqualTo(Approval.State.PENDING);

        apply(grant + "careful@1");
        await().until(() -> {
            desk.move(Duration.ofSeconds(6));
            return desk.find(id).state() == Approval.State.EXPIRED;
        });

        assertThat(desk.find(id).steps().get(1).note())
                .isEqualTo("the grant was bound to an earlier revision of the policy");
    }

    /** This node may be the one that is behind. */
    @Test
    void anApprovalOfANewerPolicyThanThisNodeKnowsGoesOn() {
        Node node = new Node(desk.desk());
        String id = desk.ask("create_charge"); // under revision 3, and the registry's is 0
        for (int moment = 0; moment < 3; moment++) {
            desk.move(Duration.ofSeconds(6));
            int rounds = node.rounds();
            await().until(() -> node.rounds() >= rounds + 2);
        }

        assertThat(desk.find(id).state()).isEqualTo(Approval.State.PENDING);
    }

    @Test
    void aDeskThatCannotBeReachedIsTriedAgain() {
        Faulty faulty = new Faulty(desk.desk());
        faulty.failing = true;
        Node node = new Node(faulty);
        String id = desk.ask("create_charge");
        await().until(() -> faulty.rounds.size() >= 3);
        assertThat(node.meters.scrape()).doesNotContain("turnpike_approvals_untended_total 0.0");
        faulty.failing = false;
        await().until(() -> desk.noted(id) == 1);

        assertThat(node.records).hasSize(1);
    }

    /** The second look comes as late as the first one was slow, and not later than that. */
    @Test
    void whereLookingAtAllThatIsOpenTakesLongItIsDoneLessOften() {
        Faulty slow = new Faulty(desk.desk());
        slow.held = new CompletableFuture<>();
        Node unused = new Node(slow);
        await().until(() -> slow.rounds.equals(List.of(Left.ALL)));
        long begun = System.nanoTime();
        await().until(() -> System.nanoTime() - begun > 200_000_000);
        slow.held.complete(null);

        desk.move(Duration.ofSeconds(6));
        int rounds = slow.rounds.size();
        await().until(() -> slow.rounds.size() >= rounds + 2);
        assertThat(slow.rounds).containsOnlyOnce(Left.ALL);

        desk.move(Duration.ofSeconds(25));
        await().until(() -> slow.rounds.stream().filter(Left.ALL::equals).count() == 2);
    }

    private void apply(String document) {
        var registry = desk.state().registry();
        var change = new DocumentReader(SECRETS)
                .read(List.of(new DocumentSource("a.yaml", document)), registry.snapshot(), Set.of());
        change.applyTo(registry).toCompletableFuture().join();
    }

    /** A caretaker, what it records, and people who hear, or do not. */
    private final class Node implements AuditSink, Announcer {
        final Meters meters = new Meters();
        final List<ApprovalRecord> records = new CopyOnWriteArrayList<>();
        final List<Runnable> unkept = new CopyOnWriteArrayList<>();
        final List<String> told = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<Void>> untold = new CopyOnWriteArrayList<>();
        final List<String> forgotten = new CopyOnWriteArrayList<>();
        final List<Duration> waits = new ArrayList<>();
        final Faulty seen;
        final Caretaker caretaker;
        volatile boolean deaf;
        volatile boolean slow;

        Node(ApprovalDesk behind) {
            seen = new Faulty(behind);
            LiveDirectory directory = LiveDirectory.follow(desk.state().registry(), SECRETS);
            caretaker = new Caretaker(
                    seen,
                    new Approvals(seen, directory),
                    new StepRecorder(this, meters, question -> true),
                    this,
                    meters,
                    desk);
            open.add(caretaker);
            open.add(directory);
            open.add(meters);
        }

        int rounds() {
            return seen.rounds.size();
        }

        @Override
        public void accept(AuditRecord record) {
            throw new AssertionError("no call was decided");
        }

        @Override
        public void accept(ApprovalRecord record, Runnable kept) {
            records.add(record);
            if (slow) {
                unkept.add(kept);
            } else {
                kept.run();
            }
        }

        @Override
        public CompletionStage<Void> announce(Approval approval, ApprovalStep step) {
            assertThat(approval.question().arguments()).isEmpty();
            told.add(approval.id() + " " + step.number());
            CompletableFuture<Void> done = new CompletableFuture<>();
            if (deaf) {
                untold.add(done);
            } else {
                done.complete(null);
            }
            return done;
        }

        @Override
        public void forget(String approval) {
            forgotten.add(approval);
        }
    }

    /** A desk that fails or waits when told to, and keeps what it was asked. */
    private static final class Faulty implements ApprovalDesk {
        final List<Left> rounds = new CopyOnWriteArrayList<>();
        private final ApprovalDesk behind;
        volatile boolean failing;
        /** Until this is complete nothing is told of all that is open. */
        volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

        Faulty(ApprovalDesk behind) {
            this.behind = behind;
        }

        @Override
        public String newId(String grant) {
            return behind.newId(grant);
        }

        @Override
        public CompletionStage<Ruling> put(Motion motion) {
            return behind.put(motion);
        }

        @Override
        public CompletionStage<List<Approval>> list(Which which) {
            return behind.list(which);
        }

        @Override
        public CompletionStage<Set<String>> decided(Set<String> ids) {
            return behind.decided(ids);
        }

        @Override
        public CompletionStage<List<Approval>> tend(Left left) {
            rounds.add(left);
            if (failing) {
                return CompletableFuture.failedStage(new StateUnavailableException("gone"));
            }
            return left == Left.ALL ? held.thenCompose(now -> behind.tend(left)) : behind.tend(left);
        }

        @Override
        public Watch watch(Consumer<Approval> watcher) {
            return behind.watch(watcher);
        }
    }
}
