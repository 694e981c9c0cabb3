package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.admin.AdminClient;
import dev.turnpike.gateway.cli.status.StatusReader;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options by which an operator reaches a node. */
final class OperatorConnection {
    @Option(
            names = "--management",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "The management port of any node (default: ${DEFAULT-VALUE}).")
    private URI management;

    @Option(
            names = "--token",
            paramLabel = "REF",
            defaultValue = "env:TURNPIKE_OPERATOR_TOKEN",
            description = "Where the operator's token is: `env:NAME` or `file:/path`, so that it does not stand on the"
                    + " command line (default: ${DEFAULT-VALUE}).")
    private String token;

    @Mixin
    private TrustOption trust;

    /** The node that is asked. */
    URI management() {
        return management;
    }

    /** Asks nodes for their status. */
    StatusReader statusReader() {
        return new StatusReader(trust.authorities());
    }

    /** @throws CommandFailure for what is no URL or no reference, without repeating what may be a token */
    AdminClient client(Map<String, String> environment) {
        if (management.getHost() == null || !Set.of("http", "https").contains(management.getScheme())) {
            throw CommandFailure.misused(
                    "--management: `" + management + "` (expected: a URL such as `http://127.0.0.1:8081`)");
        }
        SecretReference reference = SecretReference.parse(token)
                .orElseThrow(() -> CommandFailure.misused(
                        "--token: no reference; write `env:NAME` or `file:/absolute/path`, never the token"));
        try {
            return new AdminClient(management, new Secrets(environment).resolve(reference), trust.authorities());
        } catch (SecretException e) {
            throw CommandFailure.misused("--token: " + e.getMessage() + "; put the operator's token there");
        }
    }
}
