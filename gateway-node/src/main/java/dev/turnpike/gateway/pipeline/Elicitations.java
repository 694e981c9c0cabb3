package dev.turnpike.gateway.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.mcp.InputAnswer;
import dev.turnpike.gateway.mcp.WireException;
import dev.turnpike.gateway.seal.Seal;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The {@code requestState} by which a client that put a question to its user names the approval when it comes back (MCP
 * 2026-07-28, "Multi Round-Trip Requests"): sealed, and bound to the grant, the very call and a time. That an approval
 * is used once is not its matter, but the desk's.
 */
final class Elicitations {
    /** Names our question among those of a call. */
    static final String KEY = "turnpike_approval";

    private static final String PURPOSE = "elicitation";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Seal seal;
    private final InstantSource clock;

    Elicitations(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /** The state of a question about that call. */
    Future<String> state(Call call, String approval, String fingerprint, long expiresMillis) {
        String text = JsonNodeFactory.instance
                .objectNode()
                .put("approval", approval)
                .put("grant", call.grant().name())
                .put("call", fingerprint)
                .put("expires", expiresMillis)
                .toString();
        return Hop.to(call.inbound().context(), seal.seal(PURPOSE, text));
    }

    /** Whether a call brings back a state that looks like one of ours, rather than the upstream's. */
    static boolean isAnswered(Call call) {
        return call.message()
                .answer()
                .flatMap(InputAnswer::state)
                .filter(state -> state.startsWith(Seal.PREFIX))
                .isPresent();
    }

    /** The id of the approval that the call names; fails with {@link WireException} unless the state is this call's. */
    Future<String> approval(Call call, Optional<String> fingerprint) {
        String state = call.message().answer().flatMap(InputAnswer::state).orElse("");
        return Hop.to(call.inbound().context(), seal.open(PURPOSE, state))
                .map(text -> text.map(Elicitations::parse)
                        .filter(json -> isOf(json, call, fingerprint))
                        .map(json -> json.path("approval").asText())
                        .orElseThrow(
                                () -> WireException.foreignState(call.message().id())));
    }

    private boolean isOf(JsonNode json, Call call, Optional<String> fingerprint) {
        return json.path("grant").asText().equals(call.grant().name())
                && fingerprint.map(json.path("call").asText()::equals).orElse(true)
                && clock.millis() < json.path("expires").asLong();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a sealed text of ours is JSON", impossible);
        }
    }
}
