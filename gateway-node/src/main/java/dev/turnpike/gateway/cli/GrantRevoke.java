package dev.turnpike.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code turnpike grant revoke}. */
@Command(
        name = "revoke",
        description = "Removes a grant for good: from then on its tokens are those of nobody, at every node.",
        mixinStandardHelpOptions = true)
final class GrantRevoke implements Callable<Integer> {
    @Mixin
    private GrantOptions grant;

    @Override
    public Integer call() {
        return grant.done(grant.with(client -> client.revoke(grant.name())), "revoked");
    }
}
