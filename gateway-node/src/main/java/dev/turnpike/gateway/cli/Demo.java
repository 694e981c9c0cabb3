package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.cli.demo.DemoServer;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The demo, running: the built-in MCP server, a node in front of it, and a directory of documents like anyone's, with the
 * policy that people paste first.
 */
final class Demo implements AutoCloseable {
    static final String SERVER = "kestra";
    static final String GRANT = "demo";

    private final Vertx vertx;
    private final Path directory;
    private final Node node;
    private final Addresses addresses;
    private final String token;

    private Demo(Vertx vertx, Path directory, Node node, Addresses addresses, String token) {
        this.vertx = vertx;
        this.directory = directory;
        this.node = node;
        this.addresses = addresses;
        this.token = token;
    }

    /**
     * Starts everything and waits until it serves. Blocks.
     *
     * @param port for agents; 0 for any that is free
     * @param managementPort for operators; 0 for any that is free
     * @param report learns what becomes of edits of the documents
     * @param sink gets every decision
     */
    static Demo start(int port, int managementPort, ResourceReport report, AuditSink sink) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            DemoServer server = DemoServer.start(vertx).await();
            Path directory = Files.createTempDirectory("turnpike-demo-");
            Files.writeString(documents(directory), documentsFor(server.url()));
            // Embedded defaults: a demo is the same whatever the environment says.
            NodeConfig config = NodeConfigReader.read(
                    Map.of(
                            "agent-port", Integer.toString(port),
                            "management-port", Integer.toString(managementPort),
                            "resources", directory.toString(),
                            "audit-file", "none"),
                    Map.of(),
                    Optional.empty());
            Node node = Node.start(config, new Secrets(Map.of()), report, sink);
            String token = Objects.requireNonNull(report.ready().get(GRANT), "the demo's grant has no token");
            return new Demo(vertx, directory, node, Addresses.of(config, node), token);
        } catch (IOException e) {
            vertx.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    private static String documentsFor(String upstream) throws IOException {
        return resource("demo-resources.yaml")
                .replace("{upstream}", upstream)
                .replace("{policy}\n", resource("seed-policy.json").indent(2));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Path documents(Path directory) {
        return directory.resolve("kestra.yaml");
    }

    /** Where an MCP client connects. */
    String url() {
        return ReadyLine.mcpUrl(addresses.agents(), SERVER);
    }

    Addresses addresses() {
        return addresses;
    }

    /** The grant's token; made at this start and nowhere else. */
    String token() {
        return token;
    }

    /** The documents in force; edits apply to the next call. */
    Path documents() {
        return documents(directory);
    }

    @Override
    public void close() {
        node.close();
        vertx.close().await();
        try {
            Files.deleteIfExists(documents());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // A file that someone added is left to them.
        }
    }
}
