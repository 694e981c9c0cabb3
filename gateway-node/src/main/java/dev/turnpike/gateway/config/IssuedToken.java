package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

/**
 * A token made for a grant that came without one. To be shown once, to whoever applied the grant; nothing else keeps
 * it.
 */
public record IssuedToken(String grant, Secret token) {
    private static final String PREFIX = "tpk_";

    public IssuedToken {
        requireNonNull(grant, "grant");
        requireNonNull(token, "token");
    }

    /** Makes one. */
    public static IssuedToken make(String grant) {
        return new IssuedToken(grant, Secret.random(PREFIX));
    }
}
