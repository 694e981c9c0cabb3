package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.mcp.Elicitation;
import java.time.Instant;
import java.util.Optional;

/**
 * What an agent is told of the approval that its call needs.
 *
 * @param url where people decide it
 * @param elicitation how the client puts the question to its user, and what it brings back then; empty if it does not
 */
record PendingApproval(String id, Instant expires, String url, Optional<Question> elicitation) {
    /**
     * A question through the client.
     *
     * @param state sealed; names the approval when the client comes back
     */
    record Question(Elicitation mode, String state) {}

    PendingApproval {
        requireNonNull(id, "id");
        requireNonNull(expires, "expires");
        requireNonNull(url, "url");
        requireNonNull(elicitation, "elicitation");
    }
}
