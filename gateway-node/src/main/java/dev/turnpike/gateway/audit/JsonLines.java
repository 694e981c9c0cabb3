package dev.turnpike.gateway.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The written form of a record: one JSON object on one line (JSON Lines). Confined to one thread. */
final class JsonLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double NANOS_PER_MILLI = 1e6;

    private JsonLines() {}

    static JsonGenerator generator(OutputStream out) throws IOException {
        return JSON.createGenerator(out).setRootValueSeparator(null);
    }

    static void write(JsonGenerator json, AuditRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", record.time().toString());
        json.writeStringField("grant", record.grant());
        json.writeStringField("server", record.server());
        json.writeStringField("tool", record.tool());
        json.writeStringField("decision", record.decision().name().toLowerCase(java.util.Locale.ROOT));
        writeOptional(json, "code", record.code());
        writeOptional(json, "rule", record.rule());
        writeOptional(json, "message", record.message());
        writeOptional(json, "policy", record.policy());
        json.writeNumberField("policy_revision", record.policyRevision());
        json.writeArrayFieldStart("arguments");
        for (String name : record.arguments()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("counters");
        for (AuditRecord.CounterChange change : record.counters()) {
            writeCounter(json, change);
        }
        json.writeEndArray();
        if (record.upstream().isPresent()) {
            AuditRecord.UpstreamAnswer answer = record.upstream().get();
            json.writeObjectFieldStart("upstream");
            json.writeNumberField("status", answer.status());
            json.writeStringField("outcome", answer.outcome());
            json.writeNumberField("ms", answer.nanos() / NANOS_PER_MILLI);
            json.writeEndObject();
        }
        json.writeNumberField("ms", record.totalNanos() / NANOS_PER_MILLI);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void writeCounter(JsonGenerator json, AuditRecord.CounterChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("counter", change.counter());
        json.writeStringField("owner", change.owner());
        json.writeNumberField("before", change.before());
        json.writeNumberField("after", change.after());
        json.writeNumberField("max", change.max());
        json.writeNumberField("window_start_ms", change.windowStartMillis());
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
