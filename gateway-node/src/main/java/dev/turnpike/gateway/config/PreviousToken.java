package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The token that a grant had before its present one.
 *
 * @param until from when on it is void
 */
record PreviousToken(TokenHash hash, Instant until) {
    PreviousToken {
        requireNonNull(hash, "hash");
        requireNonNull(until, "until");
    }
}
