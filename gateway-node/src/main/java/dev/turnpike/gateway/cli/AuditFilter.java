package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose audit records. */
final class AuditFilter {
    /** As records have it, so that texts compare as times do. */
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .appendInstant(/* fractionalDigits= */ 6)
            .toFormatter(Locale.ROOT);

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
            names = "--since",
            paramLabel = "TIME",
            description = "Not before: an ISO time or day, `2h` or `1d` ago, `yesterday`, `today`.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before.")
    private @Nullable String until;

    /** Whether a record fits. */
    Predicate<JsonNode> at(ZonedDateTime now) {
        String from = since == null ? "" : WRITTEN.format(time("--since", since, now));
        String to = until == null ? "" : WRITTEN.format(time("--until", until, now));
        String verdict = decision == null ? null : decision.name();
        return record -> fits(record, "grant", grant)
                && fits(record, "server", server)
                && fits(record, "tool", tool)
                && fits(record, "decision", verdict)
                && fits(record, "code", code)
                && record.path("approval").asText().startsWith(approval == null ? "" : approval)
                && (from.isEmpty() || record.path("time").asText().compareTo(from) >= 0)
                && (to.isEmpty() || record.path("time").asText().compareTo(to) < 0);
    }

    private static boolean fits(JsonNode record, String name, @Nullable String value) {
        return value == null || record.path(name).asText().equals(value);
    }

    private static Instant time(String option, String text, ZonedDateTime now) {
        return AuditTimes.parse(text, now).orElseThrow(() -> CommandFailure.misused(option + ": `" + text + EXPECTED));
    }
}
