package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.policy.DocumentText;
import dev.turnpike.gateway.policy.DocumentText.Parsed;
import dev.turnpike.gateway.policy.Explanation;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.Refusal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike policy explain}: every step of one judgement. */
@Command(
        name = "explain",
        description = "Shows every step by which a policy judges one call: which rule, and what was found.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call was judged, whatever the answer",
            "1:the policy is refused",
            "2:wrong usage, or an unreadable file"
        },
        footer = {
            "",
            "Example:",
            "  turnpike policy explain careful.json --tool create_charge --args '{\"amount\": 70000}'"
        })
final class PolicyExplain implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The policy.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--tool", required = true, paramLabel = "NAME", description = "The tool that is called.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String tool;

    @Option(names = "--args", paramLabel = "JSON", defaultValue = "{}", description = "Its arguments, a JSON object.")
    private String arguments = "{}";

    @Mixin
    private OutputFormat output = new OutputFormat();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Parsed parsed = DocumentText.parse(arguments).get(0);
        if (!parsed.problems().isEmpty() || !parsed.root().isObject()) {
            String why = parsed.problems().isEmpty()
                    ? "not a JSON object"
                    : parsed.problems().get(0).toString();
            throw new ParameterException(spec.commandLine(), "--args: " + why);
        }
        try {
            PolicyFile.Found found = PolicyFile.read(file).get(0);
            if (found.result().policy().isEmpty()) {
                found.result()
                        .problems()
                        .forEach(problem -> spec.commandLine().getErr().println(found.label() + ": " + problem));
                return PolicyCommand.NO;
            }
            explain(found.result().policy().get(), parsed.root());
            return PolicyCommand.OK;
        } catch (UnreadableFile e) {
            spec.commandLine().getErr().println(e.getMessage());
            return PolicyCommand.UNUSABLE;
        }
    }

    private void explain(Policy policy, JsonNode args) {
        Explanation explanation = policy.explain(tool, args);
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            OutputFormat.print(out, json(policy, explanation));
        } else {
            Ansi ansi = spec.commandLine().getColorScheme().ansi();
            List<Explanation.Step> steps = explanation.steps();
            for (int i = 0; i < steps.size(); i++) {
                Explanation.Step step = steps.get(i);
                out.printf("%2d  %-8s  %s%n", i + 1, stage(step), step.rule());
                out.println("    " + (step.settles() ? ansi.string("@|bold >|@ ") : "  ") + step.why());
            }
            out.println();
            out.println(ansi.string("@|bold " + answer(explanation) + "|@")
                    + refusal(explanation)
                            .map(refusal -> " " + refusal.code().wire() + " by " + refusal.rule()
                                    + System.lineSeparator() + refusal.message())
                            .orElse(""));
            if (policy.shadow()) {
                out.println("the policy is in shadow: this is only recorded, and the call is forwarded");
            }
        }
        out.flush();
    }

    private ObjectNode json(Policy policy, Explanation explanation) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("tool", tool).put("decision", answer(explanation)).put("shadow", policy.shadow());
        refusal(explanation)
                .ifPresent(refusal -> node.put("code", refusal.code().wire())
                        .put("rule", refusal.rule())
                        .put("message", refusal.message()));
        ArrayNode steps = node.putArray("steps");
        explanation
                .steps()
                .forEach(step -> steps.addObject()
                        .put("stage", stage(step))
                        .put("rule", step.rule())
                        .put("settles", step.settles())
                        .put("why", step.why()));
        return node;
    }

    private static String stage(Explanation.Step step) {
        return step.stage().name().toLowerCase(Locale.ROOT);
    }

    private static String answer(Explanation explanation) {
        return explanation.decision().fold(allow -> "allow", deny -> "deny", ask -> "ask");
    }

    private static Optional<Refusal> refusal(Explanation explanation) {
        return explanation
                .decision()
                .fold(
                        allow -> Optional.empty(),
                        deny -> Optional.of(deny.refusal()),
                        ask -> Optional.of(ask.refusal()));
    }
}
