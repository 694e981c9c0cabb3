package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.site.ProofException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code loadtest/prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description =
                "Proves that limits hold over three nodes behind HAProxy, whatever happens to them. Ends with 0 if"
                        + " everything holds, with 1 if not, and with 2 if it could not be tried.",
        footer = {
            "",
            "Scenarios: none, twice, kill, rolling, pause, two-killed, clocks, store-down, all-killed, cut (needs"
                    + " root); upgrade (with --from).",
            "",
            "Examples:",
            "  loadtest/prove",
            "  loadtest/prove --seconds 60 --faults none,kill,rolling",
            "  git worktree add ../older HEAD~1 && ../older/loadtest/prove --help",
            "  loadtest/prove --faults upgrade --from ../older",
            "  loadtest/prove -o json > proof.json"
        })
public final class Prove implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int IMPOSSIBLE = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long each scenario lasts at least (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of the short windows (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            split = ",",
            description = "The scenarios to play, comma-separated (default: all).")
    private @Nullable List<String> faults;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often all nodes are killed at once in `all-killed` (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--outage",
            paramLabel = "N",
            defaultValue = "60",
            description = "Seconds without the database in `store-down` (default: ${DEFAULT-VALUE}).")
    private int outage;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "The checkout of an older build: a cluster of it is also upgraded to this one, node by node.")
    private @Nullable Path from;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the amounts that are drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the nodes, such as `coalesce=false`; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "For logs and audit files (default: a temporary one, kept if something does not hold).")
    private @Nullable Path directory;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "`text` or `json` (default: ${DEFAULT-VALUE}).")
    private String output;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Prove()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Scenario> scenarios = scenarios();
        checkNumbers();
        Path work =
                directory == null ? Files.createTempDirectory("turnpike-proof-") : Files.createDirectories(directory);
        PrintWriter err = spec.commandLine().getErr();
        Plan plan = new Plan(
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(window),
                kills,
                Duration.ofSeconds(outage),
                seed,
                settings);
        Proof proof = new Proof(plan, work);
        Runtime.getRuntime().addShutdownHook(new Thread(proof::close, "close"));
        try (proof) {
            boolean holds = run(proof, scenarios);
            if (holds && directory == null) {
                Leftovers.delete(work);
            } else {
                err.println("logs and audit files: " + work);
            }
            return holds ? 0 : FAILED;
        } catch (ProofException trouble) {
            err.println(trouble.getMessage());
            err.println("logs and audit files: " + work);
            return IMPOSSIBLE;
        }
    }

    private boolean run(Proof proof, List<Scenario> scenarios) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.equals("json")) {
            List<Result> results = proof.run(scenarios, result -> {});
            out.println(JsonReport.of(results).toPrettyString());
            out.flush();
            return results.stream().allMatch(Result::holds);
        }
        Report report = new Report(out);
        report.head();
        boolean holds = proof.run(scenarios, report::add).stream().allMatch(Result::holds);
        out.println(holds ? "everything holds" : "NOT everything holds");
        out.flush();
        return holds;
    }

    private List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(Scenarios.all());
        if (from != null) {
            all.add(0, new Upgrade(from));
        }
        List<String> chosen = faults;
        if (chosen == null) {
            return all;
        }
        for (String name : chosen) {
            if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--faults: `" + name + "` is no scenario (expected: " + Scenarios.names()
                                + "; upgrade, with `--from`)");
            }
        }
        return all.stream().filter(scenario -> chosen.contains(scenario.name())).toList();
    }

    private void checkNumbers() {
        if (seconds < 1 || window < 1 || kills < 1 || outage < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds, --window, --kills and --outage: expected at least 1");
        }
        if (!Arrays.asList("text", "json").contains(output)) {
            throw new ParameterException(
                    spec.commandLine(), "--output: `" + output + "` is no format (expected: text or json)");
        }
    }
}
