package dev.turnpike.loadtest.proof.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.judge.Answer;
import java.io.IOException;

/** Reads what an agent got. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private Answers() {}

    static Answer of(int status, byte[] body) {
        try {
            return of(status, JSON.readTree(body));
        } catch (IOException cut) {
            return Answer.FAILED;
        }
    }

    static Answer of(int status, JsonNode body) {
        if (status != OK) {
            return Answer.FAILED;
        }
        JsonNode result = body.path("result");
        if (result.path("ran").asBoolean()) {
            return Answer.RAN;
        }
        return switch (result.path("structuredContent").path("code").asText()) {
            case "limit_exceeded" -> Answer.REFUSED;
            case "state_unavailable" -> Answer.UNAVAILABLE;
            default -> Answer.FAILED;
        };
    }
}
