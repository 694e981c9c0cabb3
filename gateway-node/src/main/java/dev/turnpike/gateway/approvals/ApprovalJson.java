package dev.turnpike.gateway.approvals;

import static com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** An approval as the admin API, its stream and its readers write it. Thread-safe; never blocks. */
public final class ApprovalJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final Predicate<Approval> isVoid;
    private final UnaryOperator<String> url;

    /**
     * The form of a node.
     *
     * @param isVoid whether nothing may come of it any more
     * @param url where people decide the approval of that id
     */
    public ApprovalJson(Predicate<Approval> isVoid, UnaryOperator<String> url) {
        this.isVoid = isVoid;
        this.url = url;
    }

    /** Where people decide it. */
    public String url(Approval approval) {
        return url.apply(approval.id());
    }

    /** For everybody who may see approvals: without the arguments of the call, whether or not they are there. */
    public ObjectNode of(Approval approval) {
        Question question = approval.question();
        ObjectNode json = NODES.objectNode();
        json.put("id", approval.id());
        json.put("state", text(approval.state()));
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
        ArrayNode agreed = json.putArray("agreed");
        approval.agreed().forEach(agreed::add);
        json.put("uses", question.terms().uses());
        json.put("used", approval.used());
        json.put("edited", approval.edit().isPresent());
        ArrayNode steps = json.putArray("steps");
        approval.steps().forEach(step -> steps.add(of(step)));
        json.put("url", url(approval));
        return json;
    }

    /** For approvers: with the arguments, as asked and as edited, as long as they are kept. */
    public ObjectNode withArguments(Approval approval) {
        ObjectNode json = of(approval);
        putArguments(json, "arguments", approval.question().arguments());
        approval.edit().ifPresent(edit -> putArguments(json, "editedArguments", edit.arguments()));
        return json;
    }

    private static ObjectNode of(ApprovalStep step) {
        ObjectNode json = NODES.objectNode();
        json.put("kind", text(step.kind()));
        json.put("at", time(step.atMillis()));
        json.put("person", step.person());
        json.put("note", step.note());
        return json;
    }

    private static void putArguments(ObjectNode json, String name, String arguments) {
        if (!arguments.isEmpty()) {
            try {
                json.set(name, MAPPER.readTree(arguments));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("arguments of an approval that are no JSON", impossible);
            }
        }
    }

    /** A constant as it is written. */
    public static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** ISO 8601, in UTC. */
    public static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
