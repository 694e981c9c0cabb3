package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.audit.trail.RecordFilter;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose audit records. */
final class AuditFilter {
    private static final String EXPECTED =
            "` (expected: `2026-11-25T20:15:00Z`, `2026-11-25`, `2h`, `1d`, `yesterday`, `today` or `now`)";

    enum Verdict {
        allow,
        deny,
        ask,
        would_deny
    }

    @Option(names = "--grant", paramLabel = "NAME", description = "Only calls of this grant.")
    private @Nullable String grant;

    @Option(names = "--server", paramLabel = "NAME", description = "Only calls of this server.")
    private @Nullable String server;

    @Option(names = "--tool", paramLabel = "NAME", description = "Only calls of this tool.")
    private @Nullable String tool;

    @Option(names = "--decision", paramLabel = "DECISION", description = "Only ${COMPLETION-CANDIDATES}.")
    private @Nullable Verdict decision;

    @Option(names = "--code", paramLabel = "CODE", description = "Only refusals with this code.")
    private @Nullable String code;

    @Option(names = "--approval", paramLabel = "ID", description = "Only what belongs to this approval.")
    private @Nullable String approval;

    @Option(
            names = "--arguments-digest",
            paramLabel = "DIGEST",
            description = "Only calls whose arguments have this digest, see `turnpike audit digest`.")
    private @Nullable String argumentsDigest;

    @Option(names = "--trace", paramLabel = "ID", description = "Only calls of this trace, by its id.")
    private @Nullable String trace;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not before: an ISO time or day, `2h` or `1d` ago, `yesterday`, `today`.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before.")
    private @Nullable String until;

    /** What is wanted, as seen at that time. */
    RecordFilter at(ZonedDateTime now) {
        Map<String, String> wanted = new LinkedHashMap<>();
        put(wanted, "grant", grant);
        put(wanted, "server", server);
        put(wanted, "tool", tool);
        put(wanted, "decision", decision == null ? null : decision.name());
        put(wanted, "code", code);
        put(wanted, "approval", approval);
        put(wanted, "arguments-digest", argumentsDigest);
        put(wanted, "trace", trace);
        return new RecordFilter(
                wanted,
                Optional.ofNullable(since).map(text -> time("--since", text, now)),
                Optional.ofNullable(until).map(text -> time("--until", text, now)));
    }

    private static void put(Map<String, String> wanted, String name, @Nullable String value) {
        if (value != null) {
            wanted.put(name, value);
        }
    }

    private static Instant time(String option, String text, ZonedDateTime now) {
        return AuditTimes.parse(text, now).orElseThrow(() -> CommandFailure.misused(option + ": `" + text + EXPECTED));
    }
}
