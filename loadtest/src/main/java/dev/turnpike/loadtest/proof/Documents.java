package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Limit;
import dev.turnpike.loadtest.proof.load.Agents;
import dev.turnpike.loadtest.proof.load.Askers;
import dev.turnpike.loadtest.proof.load.CallText;
import dev.turnpike.loadtest.proof.load.Demand;
import dev.turnpike.loadtest.proof.load.Petitioner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The documents of the counting upstream, and of a policy and a grant for every limit. */
final class Documents {
    private Documents() {}

    /** Writes them to {@code directory}, which is made. */
    static Path write(Path directory, String upstreamHost, int upstreamPort, List<Demand> demands) {
        StringBuilder text = new StringBuilder("""
                kind: Server
                name: %1$s
                upstream: { url: "http://%2$s:%3$d/mcp" }
                ---
                kind: Policy
                name: %4$s
                document: { version: "1", default: deny, tools: { %5$s: { action: require_approval, approval: { expires_in: 15s } } } }
                ---
                kind: Grant
                name: %4$s
                server: %1$s
                policy: %4$s
                tokenSha256: "%6$s"
                ---
                kind: Policy
                name: %7$s
                document: { version: "1", default: deny, tools: { %5$s: { action: require_approval, approval: { expires_in: 1h } } } }
                ---
                kind: Grant
                name: %7$s
                server: %1$s
                policy: %7$s
                tokenSha256: "%8$s"
                """.formatted(
                        Agents.SERVER,
                        upstreamHost,
                        upstreamPort,
                        Askers.GRANT,
                        CallText.TOOL,
                        sha256(Askers.TOKEN),
                        Petitioner.GRANT,
                        sha256(Petitioner.TOKEN)));
        Set<String> written = new HashSet<>();
        demands.stream().filter(demand -> written.add(demand.grant())).forEach(demand -> text.append(of(demand)));
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("proof.yaml"), text);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String of(Demand demand) {
        Limit limit = demand.limit();
        return """
                ---
                kind: Policy
                name: %1$s
                document:
                  version: "1"
                  default: deny
                  tools:
                    %2$s:
                      limits:
                        - { counter: spent, window: %3$d, max: %4$d, algorithm: %5$s%6$s%9$s }
                ---
                kind: Grant
                name: %1$s
                server: %7$s
                policy: %1$s
                tokenSha256: "%8$s"
                """.formatted(
                        demand.grant(),
                        CallText.TOOL,
                        limit.windowMillis() / 1000,
                        limit.maxMicros() / Limit.MICROS,
                        limit.sliding() ? "sliding" : "fixed",
                        demand.decimals() ? ", increment_from: args.amount" : "",
                        Agents.SERVER,
                        sha256(demand.token()),
                        demand.session().isEmpty() ? "" : ", scope: session");
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
