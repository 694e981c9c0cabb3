package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Loads what a demo loads, and what a member of a grid with a store loads, and ends: launchers archive the classes of this
 * run, so that later starts are fast.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Colours colours = new Colours(/* on= */ false);
        DecisionPrinter printer = new DecisionPrinter(new DecisionLine(colours, ZoneOffset.UTC), out);
        try (Demo demo = Demo.start(0, 0, new ResourceReport(out, colours), printer)) {
            Welcome.print(demo, colours, out);
            printer.start();
            for (String method : List.of("tools/list", "tools/call")) {
                call(demo, method);
            }
        }
        printer.close();
        member(new ResourceReport(out, colours));
        return 0;
    }

    /** A member without others, whose store is a file: what it loads is also most of what a cluster loads. */
    private static void member(ResourceReport report) throws IOException {
        Path directory = Files.createTempDirectory("turnpike-warm-up-");
        try {
            NodeConfig config = NodeConfigReader.read(
                    Map.of(
                            "agent-port", "0",
                            "management-port", "0",
                            "member-port", "0",
                            "grid", "hazelcast",
                            "store", "file:" + directory.resolve("store"),
                            "audit-file", directory.resolve("audit.jsonl").toString()),
                    Map.of(),
                    Optional.empty());
            Node.start(config, new Secrets(Map.of()), report).close();
        } finally {
            try (Stream<Path> left = Files.walk(directory)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void call(Demo demo, String method) throws IOException, InterruptedException {
        String body = """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{"name":"backfill_executions",
                "arguments":{"namespace":"demo","flow_id":"orders"}}}""".formatted(method);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(demo.connection().url()))
                .header("Authorization", "Bearer " + demo.connection().token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }
}
