package dev.turnpike.gateway.audit.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** A collector that takes logs by OTLP over HTTP (OpenTelemetry protocol 1.x, in protobuf, compressed). */
public final class OtlpReceiver implements Receiver {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DEFAULT_PATH = "/v1/logs";
    /** Says of each failure what we say once; referred to, so that it is not forgotten. */
    private static final java.util.logging.Logger SILENCED = java.util.logging.Logger.getLogger("io.opentelemetry");

    private final LogRecordExporter exporter;
    private final SdkLoggerProvider provider;
    private final Logger logger;
    private final List<LogRecordData> batch = new ArrayList<>();

    /**
     * A collector.
     *
     * @param collector its URL; without a path, {@code /v1/logs}
     * @param node whose records they are
     * @param headers sent with every request; asked each time
     */
    public OtlpReceiver(URI collector, String node, Supplier<Map<String, String>> headers) {
        SILENCED.setLevel(Level.OFF);
        boolean bare =
                collector.getRawPath().isEmpty() || collector.getRawPath().equals("/");
        exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(bare ? collector.resolve(DEFAULT_PATH).toString() : collector.toString())
                .setHeaders(headers)
                .setCompression("gzip")
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .setRetryPolicy(null) // whoever calls tries again
                .build();
        provider = SdkLoggerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.builder()
                                .put("service.name", "turnpike")
                                .put("service.instance.id", node)
                                .build())))
                .addLogRecordProcessor((context, record) -> batch.add(record.toLogRecordData()))
                .build();
        logger = provider.get("dev.turnpike.audit");
    }

    @Override
    public void take(List<ExportedRecord> records) throws IOException {
        batch.clear();
        records.forEach(this::emit);
        CompletableResultCode result =
                exporter.export(List.copyOf(batch)).join(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
        batch.clear();
        if (!result.isSuccess()) {
            throw new IOException(why(result.getFailureThrowable()));
        }
    }

    private static String why(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return "unknown host or connection refused";
            }
            if (cause instanceof HttpTimeoutException) {
                return "no answer within " + PATIENCE.toSeconds() + " s";
            }
        }
        return "it did not take them";
    }

    private void emit(ExportedRecord record) {
        LogRecordBuilder builder = logger.logRecordBuilder()
                .setTimestamp(record.time())
                .setEventName("turnpike." + record.kind())
                .setSeverity(record.refused() ? Severity.WARN : Severity.INFO)
                .setBody(record.json());
        record.labels().forEach((name, value) -> builder.setAttribute("turnpike." + name, value));
        builder.emit();
    }

    @Override
    public void close() {
        provider.close();
        exporter.close();
    }
}
