package dev.turnpike.gateway.approvals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Question;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** An approval as programs see it, without its arguments. */
public final class ApprovalJson {
    private final Predicate<Approval> isVoid;
    private final UnaryOperator<String> page;

    /**
     * Writes approvals.
     *
     * @param isVoid whether nothing may come of an open one
     * @param page where people decide the approval with that id
     */
    public ApprovalJson(Predicate<Approval> isVoid, UnaryOperator<String> page) {
        this.isVoid = isVoid;
        this.page = page;
    }

    /** The page where people decide it. */
    public String page(Approval approval) {
        return page.apply(approval.id());
    }

    /** All but its arguments. */
    public ObjectNode write(Approval approval) {
        Question question = approval.question();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", approval.id());
        json.put("state", word(approval.state()));
        json.put("void", approval.state().isOpen() && isVoid.test(approval));
        json.put("grant", question.grant());
        json.put("server", question.server());
        json.put("tool", question.tool());
        json.put("rule", question.rule());
        json.put("reason", question.reason());
        json.put("policy", question.policy());
        json.put("policyRevision", question.policyRevision());
        json.put("requestedAt", time(approval.requestedMillis()));
        json.put("expiresAt", time(approval.expiresMillis()));
        json.put("revision", approval.revision());
        json.put("approvers", question.terms().approvers());
        approval.agreed().forEach(json.putArray("agreed")::add);
        json.put("uses", question.terms().uses());
        json.put("used", approval.used());
        var steps = json.putArray("steps");
        approval.steps()
                .forEach(step -> steps.addObject()
                        .put("kind", word(step.kind()))
                        .put("at", time(step.atMillis()))
                        .put("person", step.person())
                        .put("note", step.note()));
        json.put("url", page(approval));
        return json;
    }

    /** ISO 8601 in UTC. */
    public static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** A constant as it is written. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
