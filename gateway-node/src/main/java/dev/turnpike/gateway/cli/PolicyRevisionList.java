package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.PolicyClient;
import dev.turnpike.gateway.config.PolicyReference;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turnpike policy revisions}. */
@Command(
        name = "revisions",
        description = "Lists the revisions of a cluster's policy that are known, the newest first.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Known is the one in force, what grants are pinned to, and the newest 100 if the cluster has a store.",
            "",
            "Examples:",
            "  turnpike policy revisions careful",
            "  turnpike policy show careful@7",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class PolicyRevisionList implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOptions policy;

    @Mixin
    private OutputFormat output;

    @Override
    public Integer call() {
        PolicyReference wanted = policy.reference();
        if (wanted.isPinned()) {
            throw CommandFailure.misused("POLICY: name the policy alone, such as `" + wanted.name() + "`");
        }
        PolicyClient.History history = policy.with(client -> client.revisions(wanted.name()));
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("policy", wanted.name());
            ArrayNode list = json.putArray("revisions");
            history.revisions().forEach(list::add);
            out.println(ExactJson.pretty(json));
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(List.of("REVISION", "IN FORCE", "PINNED")));
            for (JsonNode revision : history.revisions()) {
                rows.add(List.of(
                        Long.toString(revision.path("revision").asLong()),
                        revision.path("current").asBoolean() ? "yes" : "-",
                        revision.path("pinned").asBoolean() ? "yes" : "-"));
            }
            Columns.print(rows, Colours.of(spec.commandLine()), out);
        }
        out.flush();
        return 0;
    }
}
