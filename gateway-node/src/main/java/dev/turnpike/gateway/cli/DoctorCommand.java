package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.doctor.Diagnosis;
import dev.turnpike.gateway.cli.doctor.Examination;
import dev.turnpike.gateway.cli.status.StatusReader;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Secret;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Examines a running cluster, or the settings of a node that is not started, and says what to mend.",
            "",
            "With settings (options, `--config`, or `--configured` for those of the environment alone) it looks at these,"
                    + " and starts nothing. With `--management`, or without any of it, it asks a running node and all"
                    + " members that this one names. Both together are fine."
        },
        footer = {
            "",
            "Examples:",
            "  turnpike doctor",
            "  turnpike doctor --management http://10.0.0.7:8081",
            "  turnpike doctor --agents https://mcp.example.org/mcp/kestra --token env:ALICE_TOKEN",
            "  turnpike doctor --config /etc/turnpike/node.yaml",
            "  turnpike doctor -o json",
            "",
            "Exit codes: 0 all that could be checked is well, 1 there are warnings or problems (with `--lenient`: problems),",
            "2 it cannot be examined."
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String USUAL = "http://127.0.0.1:8081";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--management",
            paramLabel = "URL",
            description = "The management port of any running node (default: " + USUAL + ").")
    private @Nullable URI management;

    @Mixin
    private TrustOption trust;

    @Option(
            names = "--agents",
            paramLabel = "URL",
            description =
                    "What agents have, such as `https://mcp.example.org/mcp/kestra`: what is in front of the nodes is"
                            + " checked, too. No tool is called.")
    private @Nullable URI agents;

    @Option(
            names = "--token",
            paramLabel = "REF",
            description =
                    "Where a grant's token for that server is, `env:NAME` or `file:/path`: event streams are checked,"
                            + " too.")
    private @Nullable String token;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML or JSON, as `up` takes them.")
    private @Nullable Path config;

    @Option(names = "--configured", description = "Check the settings that the environment has for a node.")
    private boolean configured;

    @Option(names = "--lenient", description = "End with 0 where there are warnings but no problems.")
    private boolean lenient;

    @Override
    public Integer call() {
        Examination examination = new Examination();
        Map<String, String> settings = SettingOptions.given(spec.commandLine().getParseResult());
        boolean set = configured || config != null || !settings.isEmpty();
        if (management != null || !set) {
            URI node = url("--management", Optional.ofNullable(management).orElse(URI.create(USUAL)));
            if (!examination.ask(new StatusReader(trust.authorities()), node)) {
                throw CommandFailure.misused(String.join("\n", examination.problems()));
            }
        }
        if (set) {
            examination.read(
                    NodeConfigReader.read(settings, System.getenv(), Optional.ofNullable(config)),
                    new Secrets(System.getenv()));
        }
        if (agents != null) {
            examination.send(url("--agents", agents), token(), trust.authorities());
        } else if (token != null) {
            throw CommandFailure.misused("--token: sent to nobody; name the URL that agents have with `--agents`");
        }
        Diagnosis diagnosis = Diagnosis.of(examination.subject());
        print(diagnosis);
        return diagnosis.isWell() || (lenient && diagnosis.count("problem") == 0) ? 0 : 1;
    }

    private void print(Diagnosis diagnosis) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ObjectNode json = diagnosis.json();
            OutputFormat.print(out, json);
        } else {
            new DoctorTable(Colours.of(spec.commandLine()), out).print(diagnosis);
        }
        out.flush();
    }

    private Optional<Secret> token() {
        if (token == null) {
            return Optional.empty();
        }
        SecretReference reference = SecretReference.parse(token)
                .orElseThrow(() -> CommandFailure.misused(
                        "--token: no reference; write `env:NAME` or `file:/absolute/path`, never the token"));
        try {
            return Optional.of(new Secrets(System.getenv()).resolve(reference));
        } catch (SecretException e) {
            throw CommandFailure.misused("--token: " + e.getMessage() + "; put the grant's token there");
        }
    }

    private static URI url(String option, URI url) {
        if (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme())) {
            throw CommandFailure.misused(option + ": `" + url + "` (expected: a URL such as `" + USUAL + "`)");
        }
        return url;
    }
}
