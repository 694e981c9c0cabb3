package dev.turnpike.gateway.audit.trail;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which records somebody wants to see. */
public final class RecordFilter implements Predicate<JsonNode> {
    /** The members of a record that can be asked for; an approval by the beginning of its id. */
    public static final List<String> FIELDS =
            List.of("grant", "server", "tool", "decision", "code", "approval", "arguments-digest", "trace");

    /** As records have it, so that texts compare as times do. */
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .appendInstant(/* fractionalDigits= */ 6)
            .toFormatter(Locale.ROOT);

    private final Map<String, String> wanted;
    private final Optional<Instant> since;
    private final Optional<Instant> until;
    private final String from;
    private final String to;

    /**
     * A filter.
     *
     * @param wanted what members must be, by {@link #FIELDS}
     * @param since not before
     * @param until only before
     */
    public RecordFilter(Map<String, String> wanted, Optional<Instant> since, Optional<Instant> until) {
        this.wanted = Map.copyOf(wanted);
        this.since = since;
        this.until = until;
        this.from = since.map(WRITTEN::format).orElse("");
        this.to = until.map(WRITTEN::format).orElse("");
    }

    /** The first point in time that is wanted. */
    public Optional<Instant> since() {
        return since;
    }

    /** The same as parameters of a query. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(wanted);
        since.ifPresent(time -> parameters.put("since", time.toString()));
        until.ifPresent(time -> parameters.put("until", time.toString()));
        return parameters;
    }

    @Override
    public boolean test(JsonNode record) {
        String time = record.path("time").asText();
        return (from.isEmpty() || time.compareTo(from) >= 0)
                && (to.isEmpty() || time.compareTo(to) < 0)
                && wanted.entrySet().stream().allMatch(want -> fits(record, want.getKey(), want.getValue()));
    }

    private static boolean fits(JsonNode record, String field, String value) {
        return switch (field) {
            case "approval" -> record.path(field).asText().startsWith(value);
            case "arguments-digest" ->
                record.path("arguments_digest").path("hmac_sha256").asText().equals(value);
            case "trace" -> record.path("trace_id").asText().equals(value);
            default -> record.path(field).asText().equals(value);
        };
    }
}
