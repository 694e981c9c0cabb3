package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.config.PolicyReference;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turnpike policy show}. */
@Command(
        name = "show",
        description = "Shows a policy of a cluster, as it is or as it was at a revision.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  turnpike policy show careful",
            "  turnpike policy show careful@7 > before.yaml",
            "  turnpike policy diff before.yaml careful.yaml --audit turnpike-audit.jsonl",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class PolicyShow implements Callable<Integer> {
    enum Format {
        yaml,
        json
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOptions policy;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: yaml).")
    private @Nullable Format format;

    @Override
    public Integer call() {
        PolicyReference wanted = policy.reference();
        ObjectNode document = policy.with(client ->
                wanted.isPinned() ? client.find(wanted.name(), wanted.revision()) : client.inForce(wanted.name()));
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.json) {
            out.println(ExactJson.pretty(document));
        } else {
            out.print(YamlPrinter.text(List.of(document)));
        }
        out.flush();
        return 0;
    }
}
