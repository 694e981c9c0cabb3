package dev.turnpike.clusterstate.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An approval as JSON, and its arguments as JSON of their own: the texts {@code asked} and {@code edited}.
 *
 * <p>INVARIANT: other releases read it. It may grow by members that they can do without.
 */
final class ApprovalBody {
    private ApprovalBody() {}

    static String write(Approval approval) {
        return Json.object(out -> {
            out.writeObjectFieldStart("question");
            write(out, approval.question());
            out.writeEndObject();
            out.writeStringField("state", approval.state().name());
            out.writeNumberField("revision", approval.revision());
            out.writeNumberField("requested_ms", approval.requestedMillis());
            out.writeNumberField("expires_ms", approval.expiresMillis());
            if (approval.edit().isPresent()) {
                out.writeStringField("edited_fingerprint", approval.edit().get().fingerprint());
            }
            Json.strings(out, "agreed", approval.agreed());
            out.writeNumberField("used", approval.used());
            Json.strings(out, "takers", approval.takers());
            out.writeBooleanField("told", approval.told());
            out.writeArrayFieldStart("steps");
            for (ApprovalStep step : approval.steps()) {
                write(out, step);
            }
            out.writeEndArray();
            out.writeNumberField("noted", approval.noted());
        });
    }

    /** The arguments, or nothing if there are none. */
    static @Nullable String writeArguments(Approval approval) {
        String asked = approval.question().arguments();
        String edited = approval.edit().map(Approval.Edit::arguments).orElse("");
        return asked.isEmpty() && edited.isEmpty()
                ? null
                : Json.object(out -> {
                    out.writeStringField("asked", asked);
                    out.writeStringField("edited", edited);
                });
    }

    /** @param arguments nothing if they are erased */
    static Approval read(String id, String body, @Nullable String arguments) {
        JsonNode approval = Json.read(body);
        JsonNode texts = Json.read(arguments == null ? "{}" : arguments);
        return new Approval(
                id,
                readQuestion(approval.path("question"), texts.path("asked").asText("")),
                Approval.State.valueOf(Json.text(approval, "state")),
                Json.number(approval, "revision"),
                Json.number(approval, "requested_ms"),
                Json.number(approval, "expires_ms"),
                Optional.ofNullable(approval.get("edited_fingerprint"))
                        .map(fingerprint ->
                                new Approval.Edit(texts.path("edited").asText(""), fingerprint.textValue())),
                Json.list(approval, "agreed", JsonNode::textValue),
                Json.integer(approval, "used"),
                Json.list(approval, "takers", JsonNode::textValue),
                Json.truth(approval, "told"),
                Json.list(approval, "steps", ApprovalBody::readStep),
                Json.integer(approval, "noted"));
    }

    private static void write(JsonGenerator out, Question question) throws IOException {
        out.writeStringField("fingerprint", question.fingerprint());
        out.writeStringField("grant", question.grant());
        out.writeStringField("server", question.server());
        out.writeStringField("tool", question.tool());
        out.writeStringField("rule", question.rule());
        out.writeStringField("reason", question.reason());
        out.writeStringField("policy", question.policy());
        out.writeNumberField("policy_revision", question.policyRevision());
        out.writeNumberField("expires_in_ms", question.terms().expiresInMillis());
        out.writeNumberField("valid_for_ms", question.terms().validForMillis());
        out.writeNumberField("approvers", question.terms().approvers());
        out.writeNumberField("uses", question.terms().uses());
    }

    private static Question readQuestion(JsonNode question, String arguments) {
        return new Question(
                Json.text(question, "fingerprint"),
                Json.text(question, "grant"),
                Json.text(question, "server"),
                Json.text(question, "tool"),
                Json.text(question, "rule"),
                Json.text(question, "reason"),
                Json.text(question, "policy"),
                Json.number(question, "policy_revision"),
                arguments,
                new Question.Terms(
                        Json.number(question, "expires_in_ms"),
                        Json.number(question, "valid_for_ms"),
                        Json.integer(question, "approvers"),
                        Json.integer(question, "uses")));
    }

    private static void write(JsonGenerator out, ApprovalStep step) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", step.number());
        out.writeStringField("id", step.id());
        out.writeStringField("kind", step.kind().name());
        out.writeNumberField("at_ms", step.atMillis());
        out.writeStringField("person", step.person());
        out.writeStringField("note", step.note());
        out.writeEndObject();
    }

    private static ApprovalStep readStep(JsonNode step) {
        return new ApprovalStep(
                Json.integer(step, "number"),
                Json.text(step, "id"),
                ApprovalStep.Kind.valueOf(Json.text(step, "kind")),
                Json.number(step, "at_ms"),
                Json.text(step, "person"),
                Json.text(step, "note"));
    }
}
