package dev.turnpike.gateway.cli;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.Node;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.Secrets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs a node in front of the MCP servers that the documents of a directory describe.",
        footer = {
            "",
            "Examples:",
            "  turnpike up --resources ./turnpike.d",
            "  turnpike up --resources ./turnpike.d --agent-host 0.0.0.0 --port 443 --public-url https://mcp.example.org",
            "  turnpike up --config node.yaml --decisions",
            "  TURNPIKE_RESOURCES=/etc/turnpike turnpike up -o json"
        })
final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML or JSON.")
    private @Nullable Path config;

    @Option(names = "--decisions", description = "Print every decision, one line each.")
    private boolean decisions;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but problems and new tokens.")
    private boolean quiet;

    @Override
    public Integer call() {
        NodeConfig settings = NodeConfigReader.read(
                SettingOptions.given(spec.commandLine().getParseResult()),
                System.getenv(),
                Optional.ofNullable(config));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Colours colours = Colours.of(spec.commandLine());
        ResourceReport report = new ResourceReport(output.isJson() ? err : out, colours);
        DecisionPrinter printer =
                new DecisionPrinter(new DecisionLine(colours, ZoneId.systemDefault()), output.isJson() ? err : out);
        AuditSink sink = decisions ? printer : record -> {};
        Node node = Node.start(settings, new Secrets(System.getenv()), report, sink);
        ready(settings, node, report, out);
        printer.start();
        UntilStopped.await(() -> {
            node.close();
            printer.close();
            if (!quiet && !output.isJson()) {
                out.println("Stopped.");
            }
            out.flush();
        });
        return 0;
    }

    private void ready(NodeConfig settings, Node node, ResourceReport report, PrintWriter out) {
        Addresses addresses = Addresses.of(settings, node);
        List<String> servers = servers(node);
        Map<String, String> tokens = report.ready();
        Optional<String> adminToken = node.adminToken().map(Secret::reveal);
        if (output.isJson()) {
            out.println(new ReadyLine(addresses.agents(), addresses.management(), servers, tokens, adminToken).json());
        } else {
            if (!quiet) {
                servers.forEach(server ->
                        out.println("server " + server + ": " + ReadyLine.mcpUrl(addresses.agents(), server)));
                out.println("management: " + addresses.management());
            }
            tokens.forEach((grant, token) -> out.println("token of " + grant + ", shown this once: " + token));
            adminToken.ifPresent(token -> out.println("token of operator admin, shown this once: " + token));
            if (!quiet && servers.isEmpty()) {
                out.println("no servers yet: name a directory of documents with `--resources`");
            }
        }
        out.flush();
    }

    private static List<String> servers(Node node) {
        return node.registry().snapshot().resources().keySet().stream()
                .filter(id -> id.kind() == Resource.Kind.SERVER)
                .map(Resource.Id::name)
                .sorted()
                .toList();
    }
}
