package dev.turnpike.loadtest.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call: it was allowed, or refused by the policy, or neither can be said.
 *
 * @param detail the refusal's code, or why nothing can be said; empty if allowed
 */
record Outcome(Kind kind, String detail) {
    static final Outcome ALLOWED = new Outcome(Kind.ALLOWED, "");

    private static final ObjectMapper JSON = new ObjectMapper();

    enum Kind {
        ALLOWED,
        REFUSED,
        UNAVAILABLE
    }

    static Outcome refused(String code) {
        return code.equals("state_unavailable") ? unavailable(code) : new Outcome(Kind.REFUSED, code);
    }

    static Outcome unavailable(String reason) {
        return new Outcome(Kind.UNAVAILABLE, reason);
    }

    /**
     * Reads an answer. A refusal is HTTP 200 with an {@code isError} result that names the policy's code; an
     * {@code isError} result of the tool itself has none.
     *
     * @param status absent if there was no answer
     */
    static Outcome of(@Nullable Integer status, @Nullable String body) {
        if (status == null || body == null) {
            return unavailable("no answer");
        }
        if (status != 200) {
            return unavailable("HTTP " + status);
        }
        try {
            return of(JSON.readTree(message(body)));
        } catch (JsonProcessingException unreadable) {
            return unavailable("no JSON");
        }
    }

    private static Outcome of(JsonNode message) {
        if (!message.path("result").isObject()) {
            return unavailable("error " + message.path("error").path("code").asText("without code"));
        }
        JsonNode result = message.path("result");
        JsonNode facts = result.path("structuredContent");
        return result.path("isError").asBoolean() && facts.path("decision").isTextual()
                ? refused(facts.path("code").asText("no code"))
                : ALLOWED;
    }

    /** The message of a body, be it JSON or the last event of a stream. */
    private static String message(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data:"))
                .reduce((first, last) -> last)
                .map(line -> line.substring("data:".length()))
                .orElse(body);
    }

    /** As the report shows it. */
    @Override
    public String toString() {
        return switch (kind) {
            case ALLOWED -> "allowed";
            case REFUSED -> "refused, " + detail;
            case UNAVAILABLE -> "unavailable, " + detail;
        };
    }
}
