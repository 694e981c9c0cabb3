package dev.turnpike.gateway.cli;

import java.io.PrintWriter;
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

/** {@code turnpike demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs a node in front of a small built-in MCP server, and shows every decision as it is made.",
        footer = {
            "",
            "Examples:",
            "  turnpike demo",
            "  turnpike demo --port 9090 --management-port 9091",
            "  turnpike demo -o json --port 0 --management-port 0"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int PORT = 8080;
    private static final int MANAGEMENT_PORT = 8081;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "For agents; 0 for any that is free (default: " + PORT + ", or another if that is in use).")
    private @Nullable Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "For operators, likewise (default: " + MANAGEMENT_PORT + ").")
    private @Nullable Integer managementPort;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter log = output.isJson() ? spec.commandLine().getErr() : out;
        Colours colours = Colours.of(spec.commandLine());
        ResourceReport report = new ResourceReport(log, colours);
        DecisionPrinter printer = new DecisionPrinter(new DecisionLine(colours, ZoneId.systemDefault()), log);
        Demo demo = Demo.start(
                FreePort.asked(port).orDefault(PORT, log),
                FreePort.asked(managementPort).orDefault(MANAGEMENT_PORT, log),
                report,
                printer);
        if (output.isJson()) {
            Addresses addresses = demo.addresses();
            out.println(new ReadyLine(
                            addresses.agents(),
                            addresses.management(),
                            List.of(DemoDocuments.SERVER),
                            Map.of(DemoDocuments.GRANT, demo.connection().token()),
                            Optional.of(demo.adminToken()))
                    .json());
        } else {
            Welcome.print(demo, colours, out);
        }
        out.flush();
        printer.start();
        UntilStopped.await(() -> {
            demo.close();
            printer.close();
            log.println();
            log.println("The demo has ended.");
            log.flush();
        });
        return 0;
    }
}
