package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.tls.Authorities;
import dev.turnpike.gateway.tls.PemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a command trusts at a management port that speaks TLS. */
final class TrustOption {
    @Option(
            names = "--ca",
            paramLabel = "PATH",
            defaultValue = "${env:TURNPIKE_CA}",
            description = "PEM file of the authorities that may vouch for the nodes, in place of those that Java trusts"
                    + " (default: TURNPIKE_CA).")
    private @Nullable Path bundle;

    /**
     * Empty for those that Java trusts. Blocks.
     *
     * @throws CommandFailure if the file cannot be used
     */
    Optional<Authorities> authorities() {
        if (bundle == null || bundle.toString().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Authorities.read(bundle));
        } catch (PemException unusable) {
            throw CommandFailure.misused("--ca: " + unusable.getMessage() + "; " + unusable.hint());
        }
    }
}
