package dev.turnpike.gateway.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.ErrorStyle;
import dev.turnpike.gateway.mcp.Answers;
import dev.turnpike.gateway.policy.Code;
import dev.turnpike.gateway.policy.Refusal;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.Optional;

/** The one mapping from a refusal to what the agent gets. */
final class RefusalAnswer {
    private RefusalAnswer() {}

    static Buffer of(Call call, Refused refused) {
        Refusal refusal = refused.refusal();
        if (refusal.code() == Code.HIDDEN) {
            return Answers.unknownTool(call.message());
        }
        Optional<PendingApproval> pending = refused.pending();
        Optional<PendingApproval.Question> question = pending.flatMap(PendingApproval::elicitation);
        if (question.isPresent()) {
            return Answers.inputRequired(
                    call.message(),
                    Elicitations.KEY,
                    question.get().mode(),
                    refusal.message(),
                    pending.get().url(),
                    question.get().state());
        }
        boolean ask = refusal.code() == Code.APPROVAL_REQUIRED;
        String sentence = (ask ? "[APPROVAL REQUIRED] " : "[POLICY DENIED] ") + refusal.message();
        ObjectNode facts = facts(call, refusal, ask ? "ask" : "deny");
        refused.approval().ifPresent(id -> facts.put("approval_id", id));
        pending.ifPresent(some -> {
            facts.put("expires_at", some.expires().toString());
            facts.put("approval_url", some.url());
        });
        // Clients such as langchain4j show the model the structured content alone, where there is one.
        facts.put("message", sentence);
        return call.server().errorStyle() == ErrorStyle.PROTOCOL
                ? Answers.protocolRefusal(call.message(), protocolCode(refusal.code()), sentence, facts)
                : Answers.refusal(call.message(), sentence, facts);
    }

    private static ObjectNode facts(Call call, Refusal refusal, String decision) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("decision", decision);
        facts.put("code", refusal.code().wire());
        facts.put("rule", refusal.rule());
        refusal.limit().ifPresent(limit -> {
            putNumber(facts, "limit", limit.limit());
            facts.put("window_seconds", limit.windowSeconds());
            putNumber(facts, "remaining", limit.remaining());
            facts.put("retry_after_seconds", limit.retryAfterSeconds());
        });
        facts.put("server", call.server().name());
        facts.put("tool", call.tool());
        return facts;
    }

    /** Whole numbers without point or exponent: {@code 10}, never {@code 1E+1}. */
    private static void putNumber(ObjectNode facts, String name, BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() <= 0) {
            facts.put(name, plain.longValueExact());
        } else {
            facts.put(name, plain);
        }
    }

    /** Positive codes, after the HTTP status that means the same. */
    private static int protocolCode(Code code) {
        return switch (code) {
            case HIDDEN, TOOL_DENIED, DEFAULT_DENIED, ARGUMENT_DENIED, NO_POLICY, APPROVAL_DENIED -> 403;
            case LIMIT_EXCEEDED -> 429;
            case BAD_INCREMENT -> 422;
            case APPROVAL_REQUIRED -> 428;
            case APPROVAL_EXPIRED -> 410;
            case STATE_UNAVAILABLE -> 503;
        };
    }
}
