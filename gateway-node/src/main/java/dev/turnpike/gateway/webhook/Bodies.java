package dev.turnpike.gateway.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.config.Webhook;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/** What messages say. Never an argument: a receiver is no approver. */
final class Bodies {
    private static final Map<ApprovalStep.Kind, Webhook.Event> EVENTS = Map.of(
            ApprovalStep.Kind.REQUESTED, Webhook.Event.REQUESTED,
            ApprovalStep.Kind.APPROVED, Webhook.Event.DECIDED,
            ApprovalStep.Kind.DENIED, Webhook.Event.DECIDED,
            ApprovalStep.Kind.EXPIRED, Webhook.Event.EXPIRED,
            ApprovalStep.Kind.USED, Webhook.Event.USED);

    private final ApprovalJson json;

    Bodies(ApprovalJson json) {
        this.json = json;
    }

    /** The event that a step is; the other steps are nobody's business outside. */
    static Optional<Webhook.Event> event(ApprovalStep step) {
        return Optional.ofNullable(EVENTS.get(step.kind()));
    }

    Buffer write(Webhook.Form form, Message message) {
        ObjectNode body = switch (form) {
            case TURNPIKE -> turnpike(message);
            case SLACK -> SlackForm.write(message, json.url(message.approval()));
        };
        return Buffer.buffer(body.toString());
    }

    private ObjectNode turnpike(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "approval." + ApprovalJson.text(message.step().kind()));
        body.put("id", message.id());
        body.put("timestamp", ApprovalJson.time(message.step().atMillis()));
        body.set("approval", json.of(message.approval()));
        body.put("text", sentence(message));
        return body;
    }

    /** One sentence for people, in plain text. */
    static String sentence(Message message) {
        Approval approval = message.approval();
        Question question = approval.question();
        ApprovalStep step = message.step();
        String call = question.tool() + " on " + question.server() + " for " + question.grant();
        String note = step.note().isEmpty() ? "" : ": " + step.note();
        return switch (step.kind()) {
            case REQUESTED ->
                question.grant() + " asks to call " + question.tool() + " on " + question.server() + " until "
                        + ApprovalJson.time(approval.expiresMillis()) + ": " + question.reason();
            case APPROVED -> step.person() + " approved " + call + note;
            case DENIED -> step.person() + " denied " + call + note;
            case EXPIRED -> "The approval of " + call + " expired" + note;
            case USED -> "The approved call " + call + " was let through";
            case AGREED, GIVEN_BACK -> throw new IllegalArgumentException("no event: " + step.kind());
        };
    }
}
