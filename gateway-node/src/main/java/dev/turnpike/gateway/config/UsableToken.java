package dev.turnpike.gateway.config;

import java.util.Optional;

/** What a token that people bring must be like: long enough not to be guessed, and fit for a header. */
final class UsableToken {
    private static final int SHORTEST = 32;

    static final String EXPECTED =
            "expected " + SHORTEST + " to " + Directory.MOST_TOKEN_CHARS + " characters without space, hard to guess";

    /** Its hash; empty if it is not usable. */
    static Optional<TokenHash> hash(Secret token) {
        int length = token.reveal().length();
        return length >= SHORTEST
                        && length <= Directory.MOST_TOKEN_CHARS
                        && !token.reveal().contains(" ")
                ? Optional.of(TokenHash.of(token.reveal()))
                : Optional.empty();
    }

    private UsableToken() {}
}
