package dev.turnpike.gateway.testing;

import dev.turnpike.gateway.config.TokenHash;

/** Documents as operators send them. */
public final class TestDocuments {
    /** A policy that allows everything. */
    public static final String ALLOW = OperatedGateway.ALLOW;

    /** A policy that denies everything. */
    public static final String DENY = "{\"version\":\"1\",\"default\":\"deny\"}";

    private TestDocuments() {}

    public static String list(String... documents) {
        return "[" + String.join(",", documents) + "]";
    }

    public static String policy(String name, String policy) {
        return "{\"kind\":\"Policy\",\"name\":\"" + name + "\",\"document\":" + policy + "}";
    }

    /**
     * A grant for the server {@code kestra}.
     *
     * @param more further members
     */
    public static String grant(String name, String more) {
        return "{\"kind\":\"Grant\",\"name\":\"" + name + "\",\"server\":\"kestra\"," + more + "}";
    }

    public static String server(String name) {
        return "{\"kind\":\"Server\",\"name\":\"" + name + "\",\"upstream\":{\"url\":\"http://127.0.0.1:9/mcp\"}}";
    }

    /** The SHA-256 of a token. */
    public static String hash(String token) {
        return TokenHash.of(token).hex();
    }
}
