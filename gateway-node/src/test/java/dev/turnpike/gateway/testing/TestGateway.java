package dev.turnpike.gateway.testing;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.config.Change;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.ResourceWatcher;
import dev.turnpike.gateway.config.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real node on free ports, with the documents of a test. */
public final class TestGateway implements AutoCloseable {
    /** The token of grant {@code alice}, for server {@code kestra}. */
    public static final String ALICE = "tpk_alice-alice-alice-alice-alice-alice-alice-0";
    /** The token of grant {@code bob}, for server {@code other}. */
    public static final String BOB = "tpk_bob-bob-bob-bob-bob-bob-bob-bob-bob-bob-bob";

    private final Node node;
    private final Path resources;
    private final List<AuditRecord> decisions = new CopyOnWriteArrayList<>();
    private final List<List<ConfigProblem>> refusals = new CopyOnWriteArrayList<>();
    private final List<Change> changes = new CopyOnWriteArrayList<>();

    private TestGateway(Path resources, Map<String, String> settings) {
        this.resources = resources;
        Map<String, String> all = new HashMap<>(Map.of(
                "agent-port",
                "0",
                "management-port",
                "0",
                "audit-file",
                "none",
                "store",
                "none",
                "resources",
                resources.toString()));
        all.putAll(settings);
        this.node = Node.start(
                NodeConfigReader.read(all, Map.of(), Optional.empty()),
                secrets(),
                new ResourceWatcher() {
                    @Override
                    public void applied(Change change) {
                        changes.add(change);
                    }

                    @Override
                    public void refused(List<ConfigProblem> problems) {
                        refusals.add(problems);
                    }
                },
                decisions::add);
    }

    /** A node in front of {@code upstream}, with two servers, a grant for each, and the policy (JSON) for alice's. */
    public static TestGateway start(Path directory, RecordingUpstream upstream, String policy) throws IOException {
        return start(directory, upstream, policy, Map.of());
    }

    /** The same with further settings. */
    public static TestGateway start(
            Path directory, RecordingUpstream upstream, String policy, Map<String, String> settings)
            throws IOException {
        write(directory, upstream, policy);
        return new TestGateway(directory, settings);
    }

    /** A node with the documents that are in the directory already. */
    public static TestGateway open(Path directory, Map<String, String> settings) {
        return new TestGateway(directory, settings);
    }

    /** The secrets that the documents refer to. */
    static Secrets secrets() {
        return new Secrets(Map.of("ALICE", ALICE, "BOB", BOB, "UPSTREAM_KEY", "upstream-secret"));
    }

    /** Writes the documents. */
    public static void write(Path directory, RecordingUpstream upstream, String policy) throws IOException {
        Files.writeString(directory.resolve("resources.yaml"), """
                kind: Server
                name: kestra
                upstream:
                  url: %1$s
                  headers: { X-Api-Key: "env:UPSTREAM_KEY" }
                ---
                kind: Server
                name: other
                upstream: { url: "%1$s" }
                ---
                kind: Grant
                name: alice
                server: kestra
                policy: tested
                token: "env:ALICE"
                ---
                kind: Grant
                name: bob
                server: other
                token: "env:BOB"
                """.formatted(upstream.url()));
        writePolicy(directory, policy);
    }

    /** Replaces the policy's file, as an editor does; the node notices by itself. */
    public void policy(String policy) throws IOException {
        writePolicy(resources, policy);
    }

    private static void writePolicy(Path directory, String policy) throws IOException {
        Files.writeString(
                directory.resolve("policy.json"),
                "{\"kind\":\"Policy\",\"name\":\"tested\",\"document\":" + policy + "}");
    }

    /** Posts a legacy message with alice's token. */
    public RawHttp.Answer post(String body) {
        return post(body, "");
    }

    /** Posts with further header lines, each ending in CRLF. */
    public RawHttp.Answer post(String body, String headers) {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public RawHttp.Answer post(byte[] body, String headers) {
        return send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                        + "Content-Length: " + body.length + "\r\n" + headers,
                body);
    }

    /** Sends anything at all to the agent port. */
    public RawHttp.Answer send(String head, byte[] body) {
        return RawHttp.send(node.agentPort(), head, body);
    }

    public Node node() {
        return requireNonNull(node);
    }

    /** Every decision so far. */
    public List<AuditRecord> decisions() {
        return decisions;
    }

    /** Problems of each refused reading of the resources. */
    public List<List<ConfigProblem>> refusals() {
        return refusals;
    }

    /** Every change of the resources, the first one at start. */
    public List<Change> changes() {
        return changes;
    }

    @Override
    public void close() {
        node.close();
    }
}
