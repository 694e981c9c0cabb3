package dev.turnpike.gateway.audit.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A copy of an audit record.
 *
 * @param time that of the record
 * @param kind {@code decision}, {@code approval} or {@code admin}
 * @param refused whether a call was refused, or would have been
 * @param labels by what people look for it
 * @param json the record as in the file, without its place in the chain
 */
public record ExportedRecord(Instant time, String kind, boolean refused, Map<String, String> labels, String json) {
    public ExportedRecord {
        requireNonNull(time, "time");
        requireNonNull(kind, "kind");
        requireNonNull(json, "json");
        labels = Map.copyOf(labels);
    }
}
