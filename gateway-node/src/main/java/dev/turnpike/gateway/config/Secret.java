package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;

/** A value that must not be shown: whoever prints, logs or serializes one by accident gets a placeholder. */
public final class Secret {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    Secret(String text) {
        this.text = requireNonNull(text, "text");
    }

    /** Makes one of 256 random bits: the prefix and their base64url form (RFC 4648, section 5). */
    static Secret random(String prefix) {
        byte[] bits = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bits);
        return new Secret(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** The value itself, for the one place that sends or hashes it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
