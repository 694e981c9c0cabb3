package dev.turnpike.gateway.approvals;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.config.TokenHash;

/**
 * Who decides.
 *
 * @param name tells people apart
 * @param token the hash of the token that the person signed in with
 */
public record Approver(String name, TokenHash token) {
    public Approver {
        requireNonNull(name, "name");
        requireNonNull(token, "token");
    }
}
