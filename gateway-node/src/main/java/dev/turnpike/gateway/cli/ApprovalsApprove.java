package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.TextFile.UnreadableFile;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.approvals.ApprovalClient;
import dev.turnpike.gateway.cli.approvals.ApprovalReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike approvals approve}. */
@Command(
        name = "approve",
        description = "Approves a call, as it was asked or with other arguments, and shows what was approved.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  turnpike approvals approve a1b2 --note \"as agreed with accounting\"",
            "  turnpike approvals approve a1b2 --arguments smaller.json",
            "",
            "Other arguments are judged by the policy again; the agent is told of them. If somebody changed the",
            "arguments in the meantime, nothing is approved.",
            "",
            "Exit codes: 0 approved or agreed, 1 refused or failed, 2 wrong usage."
        })
final class ApprovalsApprove implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Parameters(index = "0", paramLabel = "ID", description = "The approval's id, or how it begins.")
    private String id;

    @Option(names = "--note", paramLabel = "TEXT", defaultValue = "", description = "For the record.")
    private String note = "";

    @Option(
            names = "--arguments",
            paramLabel = "FILE",
            description = "A JSON object that shall run instead; `-` for standard input.")
    private @Nullable String arguments;

    @Override
    public Integer call() {
        Optional<ObjectNode> edited = Optional.ofNullable(arguments).map(ApprovalsApprove::read);
        ApprovalClient client = new ApprovalClient(connection.client(System.getenv()));
        PrintWriter out = spec.commandLine().getOut();
        ApprovalReport seen = client.find(id);
        if (!output.isJson()) {
            new ApprovalTable(Colours.of(spec.commandLine()), out).print(seen, Instant.now());
            out.println();
            out.flush();
        }
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("note", note).put("revision", seen.revision());
        edited.ifPresent(other -> body.set("arguments", other));
        ApprovalReport now = client.decide(seen.id(), /* approve= */ true, body);
        out.println(output.isJson() ? ExactJson.pretty(now.json()) : outcome(now));
        out.flush();
        return 0;
    }

    private String outcome(ApprovalReport approval) {
        Colours colours = Colours.of(spec.commandLine());
        String changes = approval.editedArguments()
                .map(json -> " to run as " + ExactJson.line(json))
                .orElse("");
        return approval.isPending()
                ? colours.yellow("agreed") + changes + "; "
                        + (approval.approvers() - approval.agreed().size()) + " more must agree"
                : colours.green("approved") + changes + "; it can be used for " + approval.left(Instant.now());
    }

    private static ObjectNode read(String file) {
        try {
            JsonNode json = ExactJson.read(TextFile.read(Path.of(file.equals(STANDARD_INPUT) ? "/dev/stdin" : file)));
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw CommandFailure.misused("--arguments: not JSON, or a key twice in one object");
        } catch (UnreadableFile e) {
            throw CommandFailure.misused("--arguments: " + e.getMessage());
        }
        throw CommandFailure.misused("--arguments: not a JSON object");
    }
}
