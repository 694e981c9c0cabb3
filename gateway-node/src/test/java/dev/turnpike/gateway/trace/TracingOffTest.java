package dev.turnpike.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.turnpike.gateway.config.ErrorStyle;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.mcp.Decoder;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.Message;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TracingOffTest {
    private static final int TIMES = 20_000;
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final Server SERVER = new Server(
            "kestra",
            Optional.empty(),
            URI.create("http://127.0.0.1:1/mcp"),
            Map.of(),
            Optional.empty(),
            ErrorStyle.RESULT,
            Optional.empty(),
            Optional.empty(),
            /* revision= */ 1);

    private final MultiMap headers = HttpHeaders.headers()
            .add("Host", "localhost")
            .add("Accept", "application/json, text/event-stream")
            .add("User-Agent", "test");
    private final Message.ToolCall call = (Message.ToolCall) new Decoder(JsonCaps.REQUEST)
            .decode(
                    headers,
                    Buffer.buffer(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"look\"}}"));

    @Test
    void aCallWithoutATraceAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        calls();
        long before = threads.getThreadAllocatedBytes(thread);
        int none = calls();
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(none).isEqualTo(TIMES);
        assertThat(allocated).as("bytes of %s calls", TIMES).isLessThan(TIMES);
    }

    private int calls() {
        int none = 0;
        for (int i = 0; i < TIMES; i++) {
            CallTrace trace = Tracing.OFF.begin(call, headers, SERVER, NOW);
            trace.enter(CallTrace.Step.DECIDE);
            trace.enter(CallTrace.Step.FORWARD);
            trace.inject(headers);
            none += trace.isRecorded() || trace.id().isPresent() ? 0 : 1;
        }
        return none;
    }
}
