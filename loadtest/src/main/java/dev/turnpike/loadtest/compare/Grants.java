package dev.turnpike.loadtest.compare;

import dev.turnpike.gateway.config.TokenHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents that the nodes enforce: one server, one grant with a large limit, and many with a small one. */
final class Grants {
    private static final int IN_A_FILE = 2_000;
    private static final String COMMON = """
            kind: Server
            name: %1$s
            upstream: { url: "http://127.0.0.1:%2$d/mcp" }
            ---
            kind: Policy
            name: large
            document:
              version: "1"
              default: deny
              tools:
                %3$s:
                  require: [{ path: args.amount, op: lte, value: 50000, on_deny: "A charge cannot exceed $500.00" }]
                  limits: [{ counter: charges, window: hour, max: 1000000000, scope: grant }]
            ---
            kind: Policy
            name: small
            document:
              version: "1"
              default: deny
              tools:
                %3$s:
                  require: [{ path: args.amount, op: lte, value: 50000, on_deny: "A charge cannot exceed $500.00" }]
                  limits: [{ counter: charges, window: minute, max: 10000, scope: grant }]
            """;

    private Grants() {}

    /** The token of the grant that makes all calls. */
    static List<String> hot() {
        return List.of(token("hot"));
    }

    /** The tokens of the grants that share the calls. */
    static List<String> uniform(int grants) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < grants; i++) {
            tokens.add(token("grant-" + i));
        }
        return tokens;
    }

    /** Writes the documents of a server at {@code upstreamPort} into {@code directory}. */
    static void write(Path directory, int upstreamPort, int grants) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("common.yaml"), COMMON.formatted(Calls.SERVER, upstreamPort, Calls.TOOL));
        Files.writeString(directory.resolve("hot.yaml"), grant("hot", "large"));
        for (int from = 0; from < grants; from += IN_A_FILE) {
            List<String> some = new ArrayList<>();
            for (int i = from; i < Math.min(grants, from + IN_A_FILE); i++) {
                some.add(grant("grant-" + i, "small"));
            }
            Files.writeString(directory.resolve("grants-" + from + ".yaml"), String.join("---\n", some));
        }
    }

    /** The document of a grant that has this token. */
    static String document(String token, String policy) {
        return document("holder-" + TokenHash.of(token).hex().substring(0, 12), policy, token);
    }

    /** The document of a policy by which every call waits for a person. */
    static String asking(String policy) {
        return """
                kind: Policy
                name: %s
                document: { version: "1", default: deny, tools: { %s: {
                  action: require_approval, approval: { mode: hold, hold_for: 1h, expires_in: 2h } } } }
                """.formatted(policy, Calls.TOOL);
    }

    /** The documents of {@link Streams}, and of one grant for it. */
    static String streams(int port) {
        return """
                kind: Server
                name: %1$s
                upstream: { url: "http://127.0.0.1:%2$d/mcp" }
                ---
                kind: Policy
                name: open
                document: { version: "1", default: allow }
                ---
                kind: Grant
                name: streamer
                server: %1$s
                policy: open
                tokenSha256: "%3$s"
                """.formatted(Streams.SERVER, port, TokenHash.of(streamer()).hex());
    }

    /** The token of that grant. */
    static String streamer() {
        return token("streamer");
    }

    private static String grant(String name, String policy) {
        return document(name, policy, token(name));
    }

    private static String document(String name, String policy, String token) {
        return "kind: Grant\nname: %s\nserver: %s\npolicy: %s\ntokenSha256: \"%s\"\n"
                .formatted(name, Calls.SERVER, policy, TokenHash.of(token).hex());
    }

    /** As long as a token that Turnpike makes; a secret of nobody. */
    private static String token(String grant) {
        return ("tpk_comparison_" + grant + "_0000000000000000000000000000000000000000000").substring(0, 47);
    }
}
