package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.audit.trail.TrailPlace;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which audit records an operator wants to see.
 *
 * @param after where the page before ended
 */
record RecordQuery(RecordFilter filter, int limit, Optional<TrailPlace> after) {
    private static final Set<String> VERDICTS = Set.of("allow", "deny", "ask", "would_deny");

    /** @throws Rejected 422 with everything that is wrong */
    static RecordQuery of(MultiMap parameters) {
        Set<String> known = new HashSet<>(RecordFilter.FIELDS);
        known.addAll(List.of("since", "until", "limit", "after"));
        Parameters query = new Parameters(parameters, known);
        Map<String, String> wanted = new LinkedHashMap<>();
        RecordFilter.FIELDS.forEach(field -> query.value(field).ifPresent(value -> wanted.put(field, value)));
        String decision = wanted.getOrDefault("decision", "deny");
        if (!VERDICTS.contains(decision)) {
            query.wrong("decision", decision, "`allow`, `deny`, `ask` or `would_deny`");
        }
        Optional<Instant> since = time(query, "since");
        Optional<Instant> until = time(query, "until");
        int limit = query.limit();
        Optional<TrailPlace> after = query.after(TrailPlace::parse);
        query.require();
        return new RecordQuery(new RecordFilter(wanted, since, until), limit, after);
    }

    private static Optional<Instant> time(Parameters query, String name) {
        return query.value(name).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException unreadable) {
                query.wrong(name, text, "a time such as `2026-11-25T20:15:00Z`");
                return Optional.empty();
            }
        });
    }
}
