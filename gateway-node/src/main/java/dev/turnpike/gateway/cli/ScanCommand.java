package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.cli.scan.Risk;
import dev.turnpike.gateway.cli.scan.Scan;
import dev.turnpike.gateway.cli.scan.Scan.ScannedTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turnpike scan}. */
@Command(
        name = "scan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lists the tools of an MCP server, sorted by risk, and writes a policy to start from.",
            "",
            "The policy denies what destroys, asks a person for payments, limits what writes or runs, and lists the rest."
                    + " Tools that it does not name are denied."
        },
        footer = {
            "",
            "Examples:",
            "  turnpike scan --upstream http://127.0.0.1:9000/mcp",
            "  turnpike scan --upstream https://mcp.example.org/mcp --header \"Authorization: env:EXAMPLE_TOKEN\" --out"
                    + " example.yaml",
            "  turnpike scan --upstream http://127.0.0.1:9000/mcp --out - > policy.yaml"
        })
final class ScanCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(names = "--upstream", required = true, paramLabel = "URL", description = "Where the MCP server is reached.")
    private URI upstream;

    @Option(
            names = "--header",
            paramLabel = "'NAME: REF'",
            description = "A header for every request. Its value is a reference, `env:NAME` or `file:/path`, so that no"
                    + " secret stands on the command line. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "starter-policy.yaml",
            description = "Where the policy goes; `-` for standard output, with the table on standard error (default:"
                    + " ${DEFAULT-VALUE}).")
    private String out = STANDARD_OUTPUT;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "For each answer of the server (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 20;

    @Override
    public Integer call() {
        checkUsage();
        Scan scan = Scan.of(
                upstream, HeaderReferences.resolve(headers, System.getenv()), Duration.ofSeconds(timeoutSeconds));
        boolean toStandardOutput = out.equals(STANDARD_OUTPUT);
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter table = toStandardOutput ? spec.commandLine().getErr() : stdout;
        if (!toStandardOutput) {
            write(Path.of(out), scan.policy());
        }
        if (output.isJson()) {
            OutputFormat.print(stdout, json(scan, toStandardOutput));
        } else {
            new ToolTable(Colours.of(spec.commandLine())).print(scan, PlainText.of(upstream.toString()), table);
            if (toStandardOutput) {
                stdout.print(scan.policy());
            } else {
                stdout.println();
                stdout.println("Policy written to " + out + ". Read it, then check it with `turnpike policy validate "
                        + out + "`.");
            }
        }
        table.flush();
        stdout.flush();
        return 0;
    }

    private void checkUsage() {
        String scheme = String.valueOf(upstream.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https")) || upstream.getHost() == null) {
            throw wrong("--upstream: `" + PlainText.of(upstream.toString()) + "` (expected: an http or https URL)");
        }
        if (upstream.getUserInfo() != null) {
            throw wrong("--upstream: credentials do not belong into a URL; pass them with `--header`");
        }
        if (timeoutSeconds < 1) {
            throw wrong("--timeout: " + timeoutSeconds + " (expected: >= 1)");
        }
        if (!out.equals(STANDARD_OUTPUT) && !force && Files.exists(Path.of(out))) {
            throw exists();
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private CommandFailure exists() {
        return CommandFailure.failed(
                out + " exists already; name another file with `--out`, or replace it with `--force`");
    }

    private void write(Path file, String policy) {
        try {
            if (force) {
                Files.writeString(file, policy);
            } else {
                Files.writeString(file, policy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw CommandFailure.failed("cannot write " + out + ": " + e.getMessage());
        }
    }

    private ObjectNode json(Scan scan, boolean inPlace) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("upstream", upstream.toString()).put("server", scan.server()).put("protocol", scan.protocol());
        ObjectNode counts = json.putObject("counts");
        Arrays.stream(Risk.values()).forEach(risk -> counts.put(risk.label(), scan.count(risk)));
        for (ScannedTool tool : scan.tools()) {
            json.withArray("tools")
                    .addObject()
                    .put("name", tool.name())
                    .put("risk", tool.risk().label())
                    .put("reason", tool.reason());
        }
        return json.put("policy", inPlace ? scan.policy() : out);
    }
}
