package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A desk of a test, by a clock that the test moves. */
public final class Desk implements InstantSource {
    /** What no one outside may see. */
    public static final String ARGUMENTS = "{\"amount\":4711,\"to\":\"hush\"}";

    /** What no one outside may guess arguments from. */
    public static final String FINGERPRINT = "print-";

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final MemoryClusterState state = new MemoryClusterState(this);
    private final ApprovalDesk desk = state.approvals();
    private int calls;

    @Override
    public Instant instant() {
        return now;
    }

    public void move(Duration by) {
        now = now.plus(by);
    }

    public MemoryClusterState state() {
        return state;
    }

    public ApprovalDesk desk() {
        return desk;
    }

    /** Asks for a call of alice's to a tool under revision 3 of the policy `careful`; the approval's id. */
    public String ask(String tool) {
        calls++;
        Question question = new Question(
                FINGERPRINT + tool,
                "alice",
                "kestra",
                tool,
                "/tools/" + tool + "/approve_if",
                "Payments need a person.",
                "careful",
                3,
                ARGUMENTS,
                new Question.Terms(1_800_000, 0, 1, 1));
        return now(desk.put(new Motion.Ask(question, desk.newId("alice"), "call-" + calls)))
                .approval()
                .orElseThrow()
                .id();
    }

    /** Carol decides. */
    public void decide(String id, boolean approve, String note) {
        now(desk.put(new Motion.Decide(
                id, "decision-" + id, approve, "carol", note, Optional.empty(), Motion.Decide.ANY_REVISION)));
    }

    public Approval find(String id) {
        return now(desk.put(new Motion.Look(id))).approval().orElseThrow();
    }

    /** The step up to which everything is noted. */
    public int noted(String id) {
        return find(id).noted();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
