package dev.turnpike.gateway.http.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operator.Right;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What pages show of approvals. */
final class ApprovalView {
    private static final int SECONDS = 60;
    /** Everything in a line of its own: text that is written from right to left could turn the order of a line. */
    private static final ObjectWriter PRETTY = new ObjectMapper()
            .writer(new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private final ApprovalJson json;
    private final Predicate<Approval> isVoid;

    ApprovalView(ApprovalJson json, Predicate<Approval> isVoid) {
        this.json = json;
        this.isVoid = isVoid;
    }

    /** A row of a list; no arguments. */
    Map<String, Object> row(Approval approval, long nowMillis) {
        Question question = approval.question();
        ApprovalStep last = approval.steps().get(approval.steps().size() - 1);
        Map<String, Object> row = new HashMap<>();
        row.put("id", approval.id());
        row.put("grant", question.grant());
        row.put("tool", question.tool());
        row.put("server", question.server());
        row.put("reason", question.reason());
        row.put("age", age(nowMillis - approval.requestedMillis()));
        row.put("expires", minute(approval.expiresMillis()));
        row.put("state", state(approval));
        row.put("person", last.person());
        row.put("at", minute(last.atMillis()));
        return row;
    }

    /** All of it, with the arguments for those who may see them. */
    Map<String, Object> page(Approval approval, Operator operator) {
        Question question = approval.question();
        boolean pending = approval.state() == Approval.State.PENDING;
        Map<String, Object> page = new HashMap<>();
        page.put("id", approval.id());
        page.put("grant", question.grant());
        page.put("tool", question.tool());
        page.put("server", question.server());
        page.put("rule", question.rule());
        page.put("reason", question.reason());
        page.put("policy", question.policy() + ", revision " + question.policyRevision());
        page.put("requested", minute(approval.requestedMillis()));
        page.put("expires", minute(approval.expiresMillis()));
        page.put("isOpen", approval.state().isOpen());
        page.put("state", state(approval));
        page.put("agreed", agreed(approval));
        page.put("uses", approval.used() + " of " + question.terms().uses());
        page.put("revision", approval.revision());
        page.put("canDecide", pending && operator.may(Right.DECIDE));
        page.put("isVoid", approval.state().isOpen() && isVoid.test(approval));
        page.put("mayNotSee", !operator.may(Right.SEE_ARGUMENTS));
        putArguments(page, approval, operator);
        List<Map<String, Object>> steps = new ArrayList<>();
        approval.steps()
                .forEach(step -> steps.add(Map.of(
                        "kind",
                        ApprovalJson.text(step.kind()).replace('_', ' '),
                        "at",
                        minute(step.atMillis()),
                        "person",
                        step.person(),
                        "note",
                        step.note())));
        page.put("steps", steps);
        return page;
    }

    private void putArguments(Map<String, Object> page, Approval approval, Operator operator) {
        ObjectNode all = operator.may(Right.SEE_ARGUMENTS) ? json.withArguments(approval) : json.of(approval);
        JsonNode asked = all.path("arguments");
        JsonNode edited = all.path("editedArguments");
        page.put("hasArguments", !asked.isMissingNode());
        page.put("arguments", pretty(asked));
        page.put("hasEdited", !edited.isMissingNode());
        page.put("editedArguments", pretty(edited));
        page.put("typedArguments", page.get(edited.isMissingNode() ? "arguments" : "editedArguments"));
    }

    private static String pretty(JsonNode json) {
        try {
            return json.isMissingNode() ? "" : PRETTY.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String agreed(Approval approval) {
        int needed = approval.question().terms().approvers();
        String names = approval.agreed().isEmpty() ? "" : ": " + String.join(", ", approval.agreed());
        return approval.agreed().size() + " of " + needed + names;
    }

    private String state(Approval approval) {
        String state = ApprovalJson.text(approval.state());
        return approval.state().isOpen() && isVoid.test(approval) ? state + ", but void" : state;
    }

    /** To the second, in UTC. */
    private static String minute(long millis) {
        return ApprovalJson.time(millis - Math.floorMod(millis, 1_000L))
                .replace('T', ' ')
                .replace("Z", " UTC");
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(Math.max(0, millis));
        return age.toSeconds() < SECONDS ? age.toSeconds() + " s" : age.toMinutes() + " min";
    }
}
