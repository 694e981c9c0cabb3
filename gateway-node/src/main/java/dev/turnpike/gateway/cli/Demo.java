package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.cli.demo.DemoServer;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secrets;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
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
        Path directory = newDirectory();
        try {
            DemoServer server = DemoServer.start(vertx).await();
            DemoDocuments.write(directory, server.url());
            // Embedded defaults: a demo is the same whatever the environment says.
            NodeConfig config = NodeConfigReader.read(
                    Map.of(
                            "agent-port", Integer.toString(port),
                            "management-port", Integer.toString(managementPort),
                            "resources", directory.toString(),
                            "store", "none",
                            "audit-file", "none"),
                    Map.of(),
                    Optional.empty());
            Node node = Node.start(config, new Secrets(Map.of()), report, sink);
            String token =
                    Objects.requireNonNull(report.ready().get(DemoDocuments.GRANT), "the demo's grant has no token");
            return new Demo(vertx, directory, node, Addresses.of(config, node), token);
        } catch (IOException e) {
            leave(vertx, directory);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            leave(vertx, directory);
            throw e;
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("turnpike-demo-");
        } catch (IOException e) {
            throw CommandFailure.failed("no temporary directory can be made: " + e.getMessage());
        }
    }

    /** What an MCP client needs; the token was made at this start and is nowhere else. */
    Connection connection() {
        return new Connection(DemoDocuments.SERVER, ReadyLine.mcpUrl(addresses.agents(), DemoDocuments.SERVER), token);
    }

    /** What an operator signs in with; likewise. */
    String adminToken() {
        return node.adminToken().orElseThrow().reveal();
    }

    Addresses addresses() {
        return addresses;
    }

    /** The documents in force; edits apply to the next call. */
    Path documents() {
        return DemoDocuments.file(directory);
    }

    @Override
    public void close() {
        node.close();
        leave(vertx, directory);
    }

    private static void leave(Vertx vertx, Path directory) {
        vertx.close().await();
        try {
            Files.deleteIfExists(DemoDocuments.file(directory));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // A file that someone added is left to them.
        }
    }
}
