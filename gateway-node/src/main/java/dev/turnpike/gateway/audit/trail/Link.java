package dev.turnpike.gateway.audit.trail;

import static java.util.Objects.requireNonNull;

/**
 * One line's place in its chain.
 *
 * @param seq its number, rising by one from line to line and from file to file
 * @param hash SHA-256 of its bytes before the member {@code hash}; base64url
 */
public record Link(long seq, String hash) {
    public Link {
        requireNonNull(hash, "hash");
    }
}
