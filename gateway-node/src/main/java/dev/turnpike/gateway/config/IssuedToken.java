package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token made for a grant that came without one. To be shown once, to whoever applied the grant; nothing else keeps
 * it.
 */
public record IssuedToken(String grant, Secret token) {
    private static final String PREFIX = "tpk_";
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    public IssuedToken {
        requireNonNull(grant, "grant");
        requireNonNull(token, "token");
    }

    /** Makes one of 256 random bits: {@code tpk_} and their base64url form (RFC 4648, section 5). */
    static IssuedToken make(String grant) {
        byte[] bits = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bits);
        return new IssuedToken(
                grant,
                new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits)));
    }
}
