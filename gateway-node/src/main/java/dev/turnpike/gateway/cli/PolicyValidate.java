package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.policy.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike policy validate}: every problem of every file. */
@Command(
        name = "validate",
        description = "Reports every problem of policy documents.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all documents are accepted",
            "1:a document is refused",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "Examples:",
            "  turnpike policy validate careful.json",
            "  turnpike policy validate resources/*.yaml -o json"
        })
final class PolicyValidate implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A policy, or documents of kind: Policy; JSON or YAML.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<PolicyFile.Found> policies = new ArrayList<>();
        boolean unreadable = false;
        for (Path file : files) {
            try {
                policies.addAll(PolicyFile.read(file));
            } catch (UnreadableFile e) {
                spec.commandLine().getErr().println(e.getMessage());
                unreadable = true;
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            policies.forEach(found -> list.add(json(found)));
            OutputFormat.print(out, list);
        } else {
            policies.forEach(found -> print(found, out));
        }
        out.flush();
        boolean refused =
                policies.stream().anyMatch(found -> found.result().policy().isEmpty());
        if (unreadable) {
            return PolicyCommand.UNUSABLE;
        }
        return refused ? PolicyCommand.NO : PolicyCommand.OK;
    }

    private void print(PolicyFile.Found found, PrintWriter out) {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        boolean accepted = found.result().policy().isPresent();
        out.println(found.label() + ": " + ansi.string(accepted ? "@|green ok|@" : "@|bold,red refused|@"));
        for (Problem problem : found.result().problems()) {
            out.println("  " + ansi.string(problem.isError() ? "@|red error|@" : "@|yellow warning|@") + " " + problem);
        }
    }

    private static ObjectNode json(PolicyFile.Found found) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("file", found.file().toString());
        if (!found.name().isEmpty()) {
            node.put("name", found.name());
        }
        node.put("accepted", found.result().policy().isPresent());
        ArrayNode problems = node.putArray("problems");
        for (Problem problem : found.result().problems()) {
            ObjectNode one = problems.addObject()
                    .put("severity", problem.isError() ? "error" : "warning")
                    .put("pointer", problem.pointer())
                    .put("message", problem.message());
            problem.hint().ifPresent(hint -> one.put("hint", hint));
            problem.place().ifPresent(place -> one.put("line", place.line()).put("column", place.column()));
        }
        return node;
    }
}
