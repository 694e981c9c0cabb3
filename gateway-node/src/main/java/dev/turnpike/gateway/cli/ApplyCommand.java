package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.PlanReport;
import dev.turnpike.gateway.cli.admin.ResourceClient;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.DocumentSource;
import dev.turnpike.gateway.config.LocalDocuments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike apply}. */
@Command(
        name = "apply",
        description =
                "Brings servers, policies and grants of files into a cluster, in one step, after it showed what changes.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  export TURNPIKE_OPERATOR_TOKEN=tpo_…",
            "  turnpike apply -f policies/ --dry-run",
            "  turnpike apply -f policies/ --prune --yes",
            "  generate-grants | turnpike apply -f -",
            "",
            "With `--prune` documents go that were applied before and are not in the files any more; what a node's",
            "`--resources` declare, or what was written by itself (`turnpike grant create`), stays.",
            "References to secrets (`env:NAME`, `file:/path`) are looked up at the nodes.",
            "",
            "Exit codes: 0 done or nothing to do, 1 refused or failed, 2 wrong usage or wrong documents."
        })
final class ApplyCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** How often to look again where others change documents at the same time. */
    private static final int ATTEMPTS = 3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "PLACE",
            description = "A file of documents, or a directory of such files; `-` for standard input.")
    private String place;

    @Option(names = "--prune", description = "Remove what was applied before and is not in the files.")
    private boolean prune;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Remove without asking.")
    private boolean yes;

    @Override
    public Integer call() {
        LocalDocuments documents = read();
        ResourceClient client = new ResourceClient(connection.client(System.getenv()));
        for (int attempt = 1; ; attempt++) {
            PlanReport plan = told(documents, () -> client.plan(documents.json(), prune));
            if (!output.isJson()) {
                planTable().print(plan);
            }
            if (dryRun || plan.isEmpty()) {
                return end(plan, dryRun ? "nothing was changed: this was a dry run" : "nothing to do");
            }
            askFor(plan.count("removed"));
            try {
                PlanReport done = told(documents, () -> client.apply(documents.json(), prune, plan.revision()));
                return end(done, "applied at revision " + done.revision());
            } catch (AdminException refused) {
                if (refused.status() != 412 || attempt == ATTEMPTS) {
                    throw refused;
                }
                err().println("turnpike: somebody changed documents meanwhile; looking again");
                err().flush();
            }
        }
    }

    private int end(PlanReport plan, String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(ExactJson.pretty(plan.json()));
        } else {
            planTable().end(plan, sentence);
        }
        out.flush();
        return 0;
    }

    private void askFor(int removals) {
        if (removals > 0 && !yes && !Question.confirms(spec.commandLine(), PlanTable.removal(removals))) {
            throw CommandFailure.failed("nothing was changed");
        }
    }

    private LocalDocuments read() {
        LocalDocuments documents;
        if (place.equals(STANDARD_INPUT)) {
            try {
                documents =
                        LocalDocuments.of(new DocumentSource("(standard input)", TextFile.read(Path.of("/dev/stdin"))));
            } catch (UnreadableFile e) {
                throw CommandFailure.misused("--file: " + e.getMessage());
            }
        } else {
            documents = LocalDocuments.read(Path.of(place));
        }
        if (documents.isEmpty() && !prune) {
            throw CommandFailure.misused("--file: no documents in `" + place + "`");
        }
        return documents;
    }

    /** Asks a node; what it finds wrong is told by the files. */
    private static PlanReport told(LocalDocuments documents, Supplier<PlanReport> question) {
        try {
            return question.get();
        } catch (AdminException refused) {
            List<ConfigProblem> problems = new ArrayList<>();
            for (JsonNode each : refused.problem().path("problems")) {
                problems.add(documents.here(
                        PlainText.of(each.path("source").asText()),
                        PlainText.of(each.path("pointer").asText()),
                        PlainText.of(each.path("message").asText(), 500),
                        Optional.ofNullable(each.path("hint").textValue()).map(hint -> PlainText.of(hint, 500))));
            }
            throw problems.isEmpty() ? refused : new ConfigException(problems);
        }
    }

    private PlanTable planTable() {
        return new PlanTable(Colours.of(spec.commandLine()), spec.commandLine().getOut());
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
