package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.cli.admin.GrantClient;
import dev.turnpike.gateway.cli.admin.PlanReport;
import dev.turnpike.gateway.cli.admin.ResourceClient;
import dev.turnpike.gateway.config.IssuedToken;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands about one grant have in common. */
final class GrantOptions {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private OperatorConnection connection;

    @Mixin
    private OutputFormat output;

    @Parameters(index = "0", paramLabel = "NAME", description = "The grant.")
    private String name;

    String name() {
        if (!NAME.matcher(name).matches()) {
            throw CommandFailure.misused("NAME: not usable (expected: lower-case letters, digits, `.`, `_` and `-`)");
        }
        return name;
    }

    /** Does something, with a sentence for a grant that is not there. */
    <T> T with(Function<GrantClient, T> action) {
        try {
            return action.apply(new GrantClient(new ResourceClient(connection.client(System.getenv()))));
        } catch (AdminException failure) {
            if (failure.isUnknown() && !failure.problem().isMissingNode()) {
                throw CommandFailure.failed("there is no grant `" + name + "`; see `turnpike grant list`");
            }
            throw failure;
        }
    }

    /** Tells of a change. */
    int done(PlanReport plan, String sentence) {
        return done(JsonNodeFactory.instance.objectNode().put("grant", name), plan, sentence);
    }

    /** Shows a token: the one time that it is shown. */
    int shown(IssuedToken token) {
        PrintWriter out = spec.commandLine().getOut();
        String text = token.token().reveal();
        out.println(
                output.isJson()
                        ? ExactJson.pretty(JsonNodeFactory.instance
                                .objectNode()
                                .put("grant", token.grant())
                                .put("token", text))
                        : "token of " + token.grant() + ", shown this once: " + text);
        out.flush();
        return 0;
    }

    private int done(ObjectNode json, PlanReport plan, String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        plan.warnings().forEach(warning -> err.println("turnpike: warning: " + warning));
        err.flush();
        out.println(
                output.isJson()
                        ? ExactJson.pretty(json.put("revision", plan.revision()).put("changed", !plan.isEmpty()))
                        : name + (plan.isEmpty() ? " was " : " is ") + sentence + (plan.isEmpty() ? " already" : ""));
        out.flush();
        return 0;
    }
}
