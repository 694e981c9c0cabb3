package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.config.IssuedToken;
import dev.turnpike.gateway.config.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code turnpike grant rotate}. */
@Command(
        name = "rotate",
        description = "Gives a grant a new token, which is shown once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With `--grace` the token before is good for that time yet; of two rotations within it only the last",
            "token before counts. Without it the token before is void at once."
        })
final class GrantRotate implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(366);

    @Mixin
    private GrantOptions grant;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            defaultValue = "0s",
            description = "How long the present token is good yet, such as `24h` (default: ${DEFAULT-VALUE}).")
    private String grace;

    @Override
    public Integer call() {
        Duration time = Quantities.duration(grace)
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () -> CommandFailure.misused("--grace: not usable (expected: such as `24h`, at most `366d`)"));
        IssuedToken token = grant.with(client -> client.rotate(grant.name(), time, Instant.now()));
        return grant.shown(token);
    }
}
