package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.trail.Mark;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The written form of a record: one JSON object, which {@link Chain} makes a line of. Confined to one thread. */
final class JsonLines implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int FORMAT = 1;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final Map<Verdict, String> VERDICTS = Arrays.stream(Verdict.values())
            .collect(toUnmodifiableMap(
                    verdict -> verdict, verdict -> verdict.name().toLowerCase(Locale.ROOT)));

    private final JsonGenerator json;
    /** The second of the last record, and how it is written up to its fraction: most records share it. */
    private long second = Long.MIN_VALUE;

    private String secondText = "";

    JsonLines(OutputStream out) throws IOException {
        json = JSON.createGenerator(out).setRootValueSeparator(null);
    }

    void write(AuditRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(record.time()));
        json.writeStringField("grant", record.grant());
        json.writeStringField("server", record.server());
        json.writeStringField("tool", record.tool());
        json.writeStringField("decision", requireNonNull(VERDICTS.get(record.decision())));
        writeOptional("code", record.code());
        writeOptional("rule", record.rule());
        writeOptional("message", record.message());
        writeOptional("policy", record.policy());
        json.writeNumberField("policy_revision", record.policyRevision());
        writeOptional("approval", record.approval());
        json.writeArrayFieldStart("arguments");
        for (String name : record.arguments()) {
            json.writeString(name);
        }
        json.writeEndArray();
        if (record.argumentsDigest().isPresent()) {
            ArgumentsDigest digest = record.argumentsDigest().get();
            json.writeObjectFieldStart("arguments_digest");
            json.writeStringField("key", digest.key());
            json.writeStringField(
                    digest.hmac().isPresent() ? "hmac_sha256" : "skipped",
                    digest.hmac().orElse("size"));
            json.writeEndObject();
        }
        writeOptional("values", record.values());
        json.writeArrayFieldStart("counters");
        for (AuditRecord.CounterChange change : record.counters()) {
            writeCounter(change);
        }
        json.writeEndArray();
        if (record.upstream().isPresent()) {
            AuditRecord.UpstreamAnswer answer = record.upstream().get();
            json.writeObjectFieldStart("upstream");
            json.writeNumberField("status", answer.status());
            json.writeStringField("outcome", answer.outcome());
            writeMillis(answer.nanos());
            json.writeEndObject();
        }
        writeOptional("trace_id", record.traceId());
        writeMillis(record.totalNanos());
        json.writeEndObject();
    }

    void write(ApprovalRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(record.time()));
        json.writeStringField("type", "approval");
        json.writeStringField("approval", record.approval());
        json.writeNumberField("step", record.step());
        json.writeStringField("step_id", record.stepId());
        json.writeStringField("kind", record.kind());
        json.writeStringField("person", record.person());
        json.writeStringField("note", record.note());
        json.writeStringField("grant", record.grant());
        json.writeStringField("server", record.server());
        json.writeStringField("tool", record.tool());
        json.writeStringField("rule", record.rule());
        json.writeStringField("policy", record.policy());
        json.writeNumberField("policy_revision", record.policyRevision());
        json.writeStringField("state", record.state());
        json.writeEndObject();
    }

    /** @param time when it is written */
    void write(Mark mark, Instant time) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(time));
        json.writeStringField("type", mark.kind());
        MarkFields fields = mark.fold(
                head -> () -> {
                    json.writeNumberField("format", FORMAT);
                    json.writeStringField("node", head.node());
                    json.writeStringField("chain", head.chain());
                    json.writeNumberField("file", head.file());
                    writeUnlessEmpty("continues", head.continues());
                    writeUnlessEmpty("set_aside", head.setAside());
                },
                checkpoint -> () -> {
                    json.writeStringField("reason", checkpoint.reason().name().toLowerCase(Locale.ROOT));
                    json.writeNumberField("lines", checkpoint.lines());
                },
                torn -> () -> {
                    json.writeNumberField("bytes", torn.bytes());
                    json.writeStringField("sha256", torn.sha256());
                },
                dropped -> () -> json.writeNumberField("records", dropped.records()),
                discarded -> () -> json.writeStringField("discarded", discarded.file()));
        fields.write();
        json.writeEndObject();
    }

    void write(AdminRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(record.time()));
        json.writeStringField("type", "admin");
        json.writeStringField("operator", record.operator());
        json.writeStringField("action", record.action());
        json.writeStringField("outcome", record.outcome());
        json.writeNumberField("revision", record.revision());
        json.writeArrayFieldStart("documents");
        for (AdminRecord.Document document : record.documents()) {
            json.writeStartObject();
            json.writeStringField("kind", document.kind());
            json.writeStringField("name", document.name());
            json.writeNumberField("before", document.before());
            json.writeNumberField("after", document.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("request_id", record.requestId());
        json.writeEndObject();
    }

    void write(ResetRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(record.time()));
        json.writeStringField("type", "admin");
        json.writeStringField("operator", record.operator());
        json.writeStringField("action", "reset");
        json.writeStringField("outcome", record.outcome());
        json.writeStringField("owner", record.owner());
        json.writeArrayFieldStart("counters");
        for (ResetRecord.Counter counter : record.counters()) {
            json.writeStartObject();
            json.writeStringField("counter", counter.counter());
            writeUnlessEmpty("session", counter.session());
            json.writeStringField("window", counter.window());
            json.writeNumberField("before", counter.before());
            json.writeNumberField("after", 0);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("total", record.total());
        json.writeStringField("request_id", record.requestId());
        json.writeEndObject();
    }

    void flush() throws IOException {
        json.flush();
    }

    /** The members of one kind of mark. */
    @FunctionalInterface
    private interface MarkFields {
        void write() throws IOException;
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** RFC 3339 in UTC, to the microsecond. */
    private String time(Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            secondText = whole.substring(0, whole.length() - 1) + ".";
        }
        return secondText + digits(MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO) + "Z";
    }

    /** Milliseconds to the microsecond; Java's own way to write a double is dear. */
    private void writeMillis(long nanos) throws IOException {
        long micros = Math.max(0, nanos) / NANOS_PER_MICRO;
        json.writeFieldName("ms");
        json.writeNumber(
                micros / MICROS_PER_MILLI + "." + digits(MICROS_PER_MILLI + (int) (micros % MICROS_PER_MILLI)));
    }

    /** The digits behind the first one, zeros included. */
    private static String digits(int number) {
        return Integer.toString(number).substring(1);
    }

    private void writeCounter(AuditRecord.CounterChange change) throws IOException {
        json.writeStartObject();
        json.writeStringField("counter", change.counter());
        json.writeStringField("owner", change.owner());
        json.writeNumberField("before", change.before());
        json.writeNumberField("after", change.after());
        json.writeNumberField("max", change.max());
        json.writeNumberField("window_start_ms", change.windowStartMillis());
        json.writeEndObject();
    }

    private void writeUnlessEmpty(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private void writeOptional(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
