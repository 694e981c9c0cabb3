package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.PlanReport;
import dev.turnpike.gateway.config.PolicyReference;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turnpike policy restore}. */
@Command(
        name = "restore",
        description = "Puts back what a policy of a cluster said at a revision: that becomes its newest revision.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  turnpike policy restore careful@7",
            "",
            "When it ends without a failure, the policy is in force at every node. A file that declares the policy",
            "stays as it is: change it, too.",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage."
        })
final class PolicyRestore implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOptions policy;

    @Mixin
    private OutputFormat output;

    @Override
    public Integer call() {
        PolicyReference wanted = policy.reference();
        if (!wanted.isPinned()) {
            throw CommandFailure.misused("POLICY: name the revision, such as `" + wanted.name() + "@7`");
        }
        PlanReport plan;
        try {
            plan = policy.with(client -> client.restore(
                    wanted.name(),
                    wanted.revision(),
                    client.revisions(wanted.name()).tag()));
        } catch (AdminException failure) {
            if (failure.status() == 412) {
                throw CommandFailure.failed("somebody changed the policy meanwhile; nothing was changed");
            }
            throw ProblemLines.of(failure);
        }
        PrintWriter err = spec.commandLine().getErr();
        plan.warnings().forEach(warning -> err.println("turnpike: warning: " + warning));
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                output.isJson()
                        ? ExactJson.pretty(JsonNodeFactory.instance
                                .objectNode()
                                .put("policy", wanted.name())
                                .put("restored", wanted.revision())
                                .put("revision", plan.revision())
                                .put("changed", !plan.isEmpty()))
                        : wanted.name()
                                + (plan.isEmpty()
                                        ? " says this already"
                                        : " says again what it said at revision " + wanted.revision() + ", as revision "
                                                + plan.revision()));
        out.flush();
        return 0;
    }
}
