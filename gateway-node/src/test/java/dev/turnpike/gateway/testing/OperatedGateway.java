package dev.turnpike.gateway.testing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For each test a {@link TestGateway} in front of an upstream that answers every call, with an audit file and one
 * operator of each role, whose token also stands in a file of the role's name.
 */
public final class OperatedGateway implements BeforeEachCallback, AfterEachCallback {
    /** A policy that allows everything. */
    public static final String ALLOW = "{\"version\":\"1\",\"default\":\"allow\"}";

    private final String policy;
    private final List<String> approvers;
    private @Nullable Path directory;
    private @Nullable RecordingUpstream upstream;
    private @Nullable TestGateway gateway;

    /**
     * A node with a policy for alice.
     *
     * @param approvers beside the one that is called so
     */
    public OperatedGateway(String policy, String... approvers) {
        this.policy = policy;
        this.approvers = List.of(approvers);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("turnpike-test");
        Path resources = Files.createDirectory(data().resolve("resources"));
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        Path operators = TestOperators.write(data(), approvers.toArray(String[]::new));
        for (Role role : Role.values()) {
            Files.writeString(data().resolve(role.text()), TestOperators.token(role) + "\n");
        }
        gateway = TestGateway.start(
                resources,
                upstream,
                policy,
                Map.of("operators", operators.toString(), "audit-file", audit().toString()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        gateway().close();
        upstream().close();
        try (Stream<Path> all = Files.walk(data())) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    public TestGateway gateway() {
        return requireNonNull(gateway);
    }

    public RecordingUpstream upstream() {
        return requireNonNull(upstream);
    }

    /** Where the operators, the audit file, and the files of tokens are. */
    public Path data() {
        return requireNonNull(directory);
    }

    /** The audit file. */
    public Path audit() {
        return data().resolve("audit.jsonl");
    }

    /** An operator of that role. */
    public ManagementClient as(Role role) {
        return client(TestOperators.token(role));
    }

    /** Somebody with that token; nobody, if it is empty. */
    public ManagementClient client(String token) {
        return new ManagementClient(gateway().node().managementPort(), token);
    }

    /** The options by which the command line is an operator of that role. */
    public List<String> options(Role role) {
        return List.of(
                "--management",
                "http://127.0.0.1:" + gateway().node().managementPort(),
                "--token",
                "file:" + data().resolve(role.text()));
    }

    /** What a call of a tool without arguments is answered. */
    public RawHttp.Answer call(String token, String tool, String headers) {
        byte[] body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}"
                        .formatted(tool)
                        .getBytes(StandardCharsets.UTF_8);
        return gateway()
                .send(
                        "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                                + "Content-Length: " + body.length + "\r\n" + headers,
                        body);
    }

    /** The lines of the audit file that have this {@code type}. */
    public List<JsonNode> auditLines(String type) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(audit())) {
                JsonNode json = new ObjectMapper().readTree(line);
                if (json.path("type").asText().equals(type)) {
                    lines.add(json);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
