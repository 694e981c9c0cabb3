package dev.turnpike.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.metrics.Meters;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SpanQueueTest {
    private static final int EXTRA = 1_000;

    private final Meters meters = new Meters();
    private final BlockingQueue<CompletableResultCode> open = new LinkedBlockingQueue<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SpanQueue.to(new Hanging(), "hanging", meters))
            .build();
    private final Tracer tracer = provider.get("test");

    /** Takes spans, and says so when it is told to. */
    private final class Hanging implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            CompletableResultCode result = new CompletableResultCode();
            open.add(result);
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void stop() {
        open.forEach(CompletableResultCode::succeed);
        meters.close();
    }

    @Test
    void aCollectorThatHangsHoldsNoMoreThanTheQueueAndAllIsCounted() throws Exception {
        end(SpanQueue.MOST + EXTRA);
        assertThat(metric("turnpike_trace_spans_dropped_total")).isEqualTo(EXTRA);
        assertThat(metric("turnpike_trace_spans_exported_total")).isZero();

        open.take().fail();
        await().until(() -> metric("turnpike_trace_spans_dropped_total") > EXTRA);
        double failed = metric("turnpike_trace_spans_dropped_total") - EXTRA;
        open.take().succeed();
        await().until(() -> metric("turnpike_trace_spans_exported_total") > 0);

        double exported = metric("turnpike_trace_spans_exported_total");

        end((int) (failed + exported));
        assertThat(metric("turnpike_trace_spans_dropped_total"))
                .as("what is off the queue makes room")
                .isEqualTo(EXTRA + failed);
    }

    private void end(int spans) {
        for (int i = 0; i < spans; i++) {
            tracer.spanBuilder("s").setNoParent().startSpan().end();
        }
    }

    private double metric(String name) {
        return meters.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
