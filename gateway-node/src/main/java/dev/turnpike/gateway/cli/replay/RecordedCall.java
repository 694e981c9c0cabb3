package dev.turnpike.gateway.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.policy.ArgumentNames;
import dev.turnpike.gateway.policy.Code;
import dev.turnpike.gateway.policy.Forecast;
import dev.turnpike.gateway.policy.Forecast.Answer;
import dev.turnpike.gateway.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call as an audit file has it: what was decided, and the names of its arguments, with their values only where those
 * were kept.
 *
 * @param values the arguments; empty if they are not known
 * @param decision as recorded, with the code of a refusal
 * @param answers what the policy of that time may have said of it, limits aside
 * @param inShadow whether those were not carried out
 * @param beyondRules whether a limit, or the loss of what a decision rests on, refused it
 */
public record RecordedCall(
        String time,
        String grant,
        String server,
        String tool,
        ArgumentNames arguments,
        Optional<ObjectNode> values,
        String decision,
        Set<Answer> answers,
        boolean inShadow,
        boolean beyondRules) {
    private static final String ASKED_FOR = "/approve_if/";

    /** What a policy says of it. */
    Forecast foreseenBy(Policy policy) {
        return values.map(known -> policy.foresee(tool, known)).orElseGet(() -> policy.foresee(tool, arguments));
    }

    /** The call that a line records; empty if it is about something else, or the tool's name was cut. */
    static Optional<RecordedCall> of(JsonNode line, Optional<ObjectNode> values) {
        String decision = line.path("decision").asText();
        String tool = line.path("tool").asText();
        boolean cut = tool.length() >= AuditRecord.LONGEST_TOOL - 1;
        if (decision.isEmpty() || line.has("type") || cut) {
            return Optional.empty();
        }
        String code = line.path("code").asText();
        List<String> names = new ArrayList<>();
        line.path("arguments").forEach(name -> names.add(name.asText()));
        return Optional.of(new RecordedCall(
                line.path("time").asText(),
                line.path("grant").asText(),
                line.path("server").asText(),
                tool,
                ArgumentNames.of(names, names.size() < AuditRecord.MOST_ARGUMENTS),
                values,
                code.isEmpty() ? decision : decision + " " + code,
                answers(code, line.path("rule").asText(), line.has("approval")),
                decision.equals("would_deny") && !isBeyondRules(code),
                isBeyondRules(code)));
    }

    /** A code tells what the rules said; where a limit refused, they had let the call pass, or had it asked about. */
    private static Set<Answer> answers(String code, String rule, boolean approved) {
        if (code.isEmpty()) {
            return Set.of(approved ? Answer.ASK : Answer.ALLOW);
        }
        if (code.equals(Code.HIDDEN.wire())) {
            return Set.of(Answer.HIDE);
        }
        if (isBeyondRules(code)) {
            return approved ? Set.of(Answer.ASK) : Set.of(Answer.ALLOW, Answer.ASK);
        }
        boolean asked = code.startsWith("approval_") || rule.contains(ASKED_FOR);
        return Set.of(asked ? Answer.ASK : Answer.DENY);
    }

    private static boolean isBeyondRules(String code) {
        return code.equals(Code.LIMIT_EXCEEDED.wire())
                || code.equals(Code.BAD_INCREMENT.wire())
                || code.equals(Code.STATE_UNAVAILABLE.wire());
    }
}
