package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.cli.admin.PolicyClient;
import dev.turnpike.gateway.config.PolicyReference;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What the commands about one policy of a cluster have in common. */
final class PolicyOptions {
    @Mixin
    private OperatorConnection connection;

    @Parameters(
            index = "0",
            paramLabel = "POLICY",
            description = "Its name, or `name@revision` for what it said at a revision.")
    private String policy;

    /** The policy that is meant. */
    PolicyReference reference() {
        return PolicyReference.parse(policy)
                .orElseThrow(() -> CommandFailure.misused(
                        "POLICY: not usable (expected: a policy's name, or `name@revision` such as `careful@7`)"));
    }

    /** Does something, with a sentence for a policy, or a revision, that is not known. */
    <T> T with(Function<PolicyClient, T> action) {
        PolicyReference wanted = reference();
        try {
            return action.apply(new PolicyClient(connection.client(System.getenv())));
        } catch (AdminException failure) {
            if (failure.isUnknown() && !failure.problem().isMissingNode()) {
                throw CommandFailure.failed(
                        wanted.isPinned()
                                ? "revision " + wanted.revision() + " of policy `" + wanted.name()
                                        + "` is not known; see `turnpike policy revisions " + wanted.name() + "`"
                                : "there is no policy `" + wanted.name() + "`; see `turnpike get policies`");
            }
            throw failure;
        }
    }
}
