package dev.turnpike.gateway.trace;

import dev.turnpike.gateway.metrics.Meters;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans on their way to a collector: at most so many wait or are being sent, the others are dropped, and all are counted.
 * Thread-safe; never blocks.
 */
final class SpanQueue implements SpanProcessor {
    /** Some megabytes. */
    static final int MOST = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
    private static final int BATCH = 512;
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger waiting = new AtomicInteger();
    private final SpanExporter exporter;
    private final String name;
    private final Meters meters;
    private final SpanProcessor batches;
    private volatile boolean failing;
    private volatile boolean closing;

    private SpanQueue(SpanExporter exporter, String name, Meters meters) {
        this.exporter = exporter;
        this.name = name;
        this.meters = meters;
        this.batches = BatchSpanProcessor.builder(new Counted())
                .setMaxQueueSize(MOST)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(GATHER)
                .setExporterTimeout(PATIENCE)
                .build();
    }

    /** @param name of the collector, for people */
    static SpanQueue to(SpanExporter exporter, String name, Meters meters) {
        return new SpanQueue(exporter, name, meters);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (closing) {
            meters.spansDropped(1);
        } else if (waiting.incrementAndGet() > MOST) {
            lostOne();
        } else {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        closing = true;
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }

    private void lostOne() {
        waiting.decrementAndGet();
        meters.spansDropped(1);
    }

    private void sent(int spans) {
        waiting.addAndGet(-spans);
        meters.spansExported(spans);
        if (failing) {
            failing = false;
            LOG.info("traces go to {} again", name);
        }
    }

    private void lost(int spans) {
        waiting.addAndGet(-spans);
        meters.spansDropped(spans);
        if (!failing) {
            failing = true; // one line for each outage
            LOG.warn("traces cannot be sent to {}; they are dropped meanwhile", name);
        }
    }

    /** The exporter, watched. */
    private final class Counted implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            int count = spans.size();
            try {
                CompletableResultCode result = exporter.export(spans);
                result.whenComplete(() -> {
                    if (result.isSuccess()) {
                        sent(count);
                    } else {
                        lost(count);
                    }
                });
                return result;
            } catch (RuntimeException failure) { // such as requests before that do not end
                lost(count);
                return CompletableResultCode.ofFailure();
            }
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
