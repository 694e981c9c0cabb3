package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What the tests of approvals have in common: questions and motions in a word. */
public final class Questions {
    public static final Duration OPEN = Duration.ofMinutes(10);
    public static final Question.Terms ONCE = terms(/* approvers= */ 1, /* uses= */ 1);

    private Questions() {}

    public static Question.Terms terms(int approvers, int uses) {
        return new Question.Terms(OPEN.toMillis(), /* validForMillis= */ 0, approvers, uses);
    }

    /** What a grant asks of a call with that fingerprint. */
    public static Question question(String grant, String fingerprint, Question.Terms terms) {
        return new Question(
                fingerprint, grant, "erp", "refund", "/tools/refund", "money", "p", 3, "{\"amount\":1}", terms);
    }

    public static Motion.Decide approve(String id, String person) {
        return decide(id, /* approve= */ true, person);
    }

    public static Motion.Decide deny(String id, String person) {
        return decide(id, /* approve= */ false, person);
    }

    public static Motion.Decide decide(String id, boolean approve, String person) {
        return new Motion.Decide(
                id,
                UUID.randomUUID().toString(),
                approve,
                person,
                "fine",
                Optional.empty(),
                Motion.Decide.ANY_REVISION);
    }

    public static Motion.Decide edit(String id, String person, String fingerprint) {
        return new Motion.Decide(
                id,
                UUID.randomUUID().toString(),
                /* approve= */ true,
                person,
                "less",
                Optional.of(new Approval.Edit("{\"amount\":0.5}", fingerprint)),
                Motion.Decide.ANY_REVISION);
    }

    /** Asks, and answers with the ruling. */
    public static Ruling ask(ApprovalDesk desk, Question question, String taker) throws Exception {
        return await(desk.put(new Motion.Ask(question, desk.newId(question.grant()), taker)));
    }

    /** Opens a question that nobody asked yet, and answers with its id. */
    public static String open(ApprovalDesk desk, Question question) throws Exception {
        return ask(desk, question, "opener").approval().orElseThrow().id();
    }
}
