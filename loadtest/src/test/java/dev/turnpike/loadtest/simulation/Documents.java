package dev.turnpike.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The documents of one run, written to a directory and removed with it: a server, its policy, and new grants, so that no
 * run meets the counters of an earlier one.
 *
 * @param server the server's name
 * @param tokens of the grants; known to this process alone
 */
record Documents(String server, List<String> tokens, List<Path> files) implements AutoCloseable {
    private static final int GRANTS_A_FILE = 2_000;
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Writes them.
     *
     * @param limit how many calls of the tool {@code limited} each grant has
     */
    static Documents write(Path directory, String upstream, int grants, int limit) throws IOException {
        String name = "load-" + random(4);
        List<String> tokens =
                Stream.generate(() -> random(TOKEN_BYTES)).limit(grants).toList();
        List<Path> files = new ArrayList<>();
        // The server last: whoever reads half of them has nothing to attach them to.
        for (int first = 0; first < grants; first += GRANTS_A_FILE) {
            StringBuilder text = new StringBuilder();
            for (int grant = first; grant < Math.min(grants, first + GRANTS_A_FILE); grant++) {
                text.append(grant(name, grant, tokens.get(grant)));
            }
            files.add(Files.writeString(directory.resolve(name + "-grants-" + first + ".yaml"), text));
        }
        files.add(Files.writeString(directory.resolve(name + ".yaml"), serverAndPolicy(name, upstream, limit)));
        return new Documents(name, tokens, files);
    }

    private static String serverAndPolicy(String name, String upstream, int limit) {
        return """
                kind: Server
                name: %1$s
                upstream: { url: "%2$s" }
                ---
                kind: Policy
                name: %1$s
                document:
                  version: "1"
                  default: deny
                  tools:
                    unlimited: {}
                    denied: { action: deny }
                    conditional: { deny_if: [ { path: args.amount, op: gt, value: 50000 } ] }
                    limited: { limits: [ { counter: limited, window: month, max: %3$d } ] }
                    ample: { limits: [ { counter: ample, window: minute, max: 1000000000 } ] }
                """.formatted(name, upstream, limit);
    }

    private static String grant(String name, int number, String token) {
        return """
                ---
                kind: Grant
                name: %1$s-%2$d
                server: %1$s
                policy: %1$s
                tokenSha256: "%3$s"
                """.formatted(name, number, sha256(token));
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
