package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.admin.AdminException;
import dev.turnpike.gateway.config.IssuedToken;
import dev.turnpike.gateway.config.Quantities;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code turnpike grant create}. */
@Command(name = "create", description = "Makes a grant and shows its token, once.", mixinStandardHelpOptions = true)
final class GrantCreate implements Callable<Integer> {
    @Mixin
    private GrantOptions grant;

    @Option(names = "--server", required = true, paramLabel = "NAME", description = "The only server that it is for.")
    private String server;

    @Option(names = "--policy", paramLabel = "NAME", description = "What it may do; without one, nothing.")
    private @Nullable String policy;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends: in `30d`, or at `2027-01-01T00:00:00Z`; without one, never.")
    private @Nullable String expires;

    @Override
    public Integer call() {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Grant")
                .put("name", grant.name())
                .put("server", server);
        if (policy != null) {
            document.put("policy", policy);
        }
        if (expires != null) {
            document.put("expires", expiry(expires, Instant.now()).toString());
        }
        try {
            IssuedToken token = grant.with(client -> client.create(grant.name(), document));
            return grant.shown(token);
        } catch (AdminException failure) {
            if (failure.status() == 412) {
                throw CommandFailure.failed(
                        "there is a grant `" + grant.name() + "`; give it a new token with `turnpike grant rotate`");
            }
            throw ProblemLines.of(failure);
        }
    }

    /** When that is, seen from now. */
    static Instant expiry(String text, Instant now) {
        try {
            Instant time = Quantities.duration(text).map(now::plus).orElseGet(() -> Instant.parse(text));
            if (time.isAfter(now)) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException unusable) {
            throw CommandFailure.misused("--expires: not usable (expected: such as `30d` or `2027-01-01T00:00:00Z`)");
        }
        throw CommandFailure.misused("--expires: in the past");
    }
}
