package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * SHA-256 of a grant's or an operator's token. Equality takes the same time wherever two hashes differ; what a lookup's time can tell
 * about its first bytes leads back to no token.
 */
public final class TokenHash {
    static final String EXPECTED = "64 hexadecimal digits";

    private static final int BYTES = 32;
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

    private final byte[] hash;

    private TokenHash(byte[] hash) {
        this.hash = hash;
    }

    public static TokenHash of(String token) {
        try {
            return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The hash that {@link #hex} wrote; upper case is accepted. */
    static TokenHash fromHex(String hex) {
        if (hex.length() != 2 * BYTES) {
            throw new IllegalArgumentException("token hash: " + hex.length() + " digits (expected: " + 2 * BYTES + ")");
        }
        return new TokenHash(HexFormat.of().parseHex(hex));
    }

    /** The hash that a person wrote, if it is one. */
    public static Optional<TokenHash> parse(String text) {
        return Optional.of(text).filter(hex -> HEX.matcher(hex).matches()).map(TokenHash::fromHex);
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(hash).getInt();
    }

    @Override
    public String toString() {
        return hex();
    }
}
