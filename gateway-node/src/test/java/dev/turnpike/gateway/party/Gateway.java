package dev.turnpike.gateway.party;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.TokenHash;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node in this process, on a free port, in front of one server and with one policy for all its callers. */
final class Gateway implements AutoCloseable {
    static final String ALLOW_ALL = """
            {"version": "1", "default": "allow"}""";

    private final Node node;

    private Gateway(Node node) {
        this.node = node;
    }

    /**
     * @param resources an empty directory
     * @param policy as JSON, on one line
     * @param callers who gets a grant each; {@link #token} is theirs
     */
    static Gateway start(Path resources, URI upstream, String policy, List<String> callers) throws IOException {
        StringBuilder documents = new StringBuilder("""
                kind: Server
                name: upstream
                upstream: { url: "%s" }
                ---
                kind: Policy
                name: policy
                document: %s
                """.formatted(upstream, policy));
        for (String caller : callers) {
            documents.append("""
                    ---
                    kind: Grant
                    name: %s
                    server: upstream
                    policy: policy
                    tokenSha256: %s
                    """.formatted(caller, TokenHash.of(token(caller)).hex()));
        }
        Files.writeString(resources.resolve("documents.yaml"), documents);
        Map<String, String> settings = Map.of(
                "agent-port",
                "0",
                "management-port",
                "0",
                "audit-file",
                "none",
                "store",
                "none",
                "resources",
                resources.toString());
        NodeConfig config = NodeConfigReader.read(settings, Map.of(), Optional.empty());
        return new Gateway(Node.start(config, new Secrets(Map.of()), new Unwatched()));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + node.agentPort() + "/mcp/upstream");
    }

    Approvals approvals() {
        return node.approvals();
    }

    /** A caller's token: as long as a real one, and known beforehand. */
    static String token(String caller) {
        return "tpk_" + TokenHash.of(caller).hex();
    }

    @Override
    public void close() {
        node.close();
    }

    /** Documents that are refused at the start fail it, and later none is changed. */
    private record Unwatched() implements ResourceWatcher {
        @Override
        public void applied(Change change) {}

        @Override
        public void refused(List<ConfigProblem> problems) {}
    }
}
