package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.PolicyCase.Difference;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.policy.Policy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike policy test}: calls with their expected decisions. */
@Command(
        name = "test",
        description = "Decides every call of a file of cases, and shows where the decision is not the expected one.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case is as expected",
            "1:a case differs, or the policy is refused",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "A case names a tool, its args, and what to expect: allow, deny or ask. It may also name the code, the",
            "rule, the message and what the call spends:",
            "",
            "  - tool: create_charge",
            "    args: { amount: 70000 }",
            "    expect: deny",
            "    code: argument_denied",
            "    rule: /tools/create_charge/require/args.amount-lte",
            "",
            "Example:",
            "  turnpike policy test careful.json careful.cases.yaml"
        })
final class PolicyTest implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Parameters(index = "1", paramLabel = "CASES", description = "The cases, JSON or YAML.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path casesFile;

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            PolicyFile.Found found = PolicyFile.read(file).get(0);
            if (found.result().policy().isEmpty()) {
                found.result().problems().forEach(problem -> complain(found.label() + ": " + problem));
                return PolicyCommand.NO;
            }
            CaseFile cases = CaseFile.of(TextFile.read(casesFile));
            if (!cases.problems().isEmpty()) {
                cases.problems().forEach(problem -> complain(casesFile + ": " + problem));
                return PolicyCommand.UNUSABLE;
            }
            return run(found.result().policy().get(), cases.cases());
        } catch (UnreadableFile e) {
            complain(String.valueOf(e.getMessage()));
            return PolicyCommand.UNUSABLE;
        }
    }

    private int run(Policy policy, List<PolicyCase> cases) {
        Map<PolicyCase, List<Difference>> failed = new LinkedHashMap<>();
        for (PolicyCase one : cases) {
            List<Difference> differences = one.differences(policy);
            if (!differences.isEmpty()) {
                failed.put(one, differences);
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            OutputFormat.print(out, json(cases.size(), failed));
        } else {
            failed.forEach((one, differences) -> print(one, differences, out));
            out.println(cases.size() + " cases, " + (cases.size() - failed.size()) + " as expected, " + failed.size()
                    + " different");
        }
        out.flush();
        return failed.isEmpty() ? PolicyCommand.OK : PolicyCommand.NO;
    }

    private void print(PolicyCase one, List<Difference> differences, PrintWriter out) {
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        out.println(ansi.string("@|bold,red different|@") + " " + one.label());
        for (Difference difference : differences) {
            out.println(ansi.string("  @|red -|@ ") + difference.part() + ": " + plain(difference.expected()));
            out.println(ansi.string("  @|green +|@ ") + difference.part() + ": " + plain(difference.actual()));
        }
    }

    private static String plain(JsonNode node) {
        if (node.isMissingNode()) {
            return "(nothing)";
        }
        return node.isTextual() ? node.textValue() : node.toString();
    }

    private static ObjectNode json(int total, Map<PolicyCase, List<Difference>> failed) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("cases", total).put("different", failed.size());
        ArrayNode list = node.putArray("differences");
        failed.forEach((one, differences) -> {
            ObjectNode entry = list.addObject().put("case", one.number()).put("tool", one.tool());
            ObjectNode expected = entry.putObject("expected");
            ObjectNode actual = entry.putObject("actual");
            differences.forEach(difference -> {
                expected.set(difference.part(), difference.expected());
                actual.set(
                        difference.part(),
                        difference.actual().isMissingNode()
                                ? JsonNodeFactory.instance.nullNode()
                                : difference.actual());
            });
        });
        return node;
    }

    private void complain(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}
