package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Learns from the bytes of an answer to {@code tools/call}, while they pass untouched, whether the tool ran. Holds
 * almost nothing, so answers may be of any size. Confined to one answer and one thread at a time.
 */
public final class CallOutcomeProbe {
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final @Nullable SseLines lines;
    private final String id;
    private ResponseOutline message;
    private @Nullable CallOutcome seen;
    private boolean mayHaveRun;

    private CallOutcomeProbe(String id, boolean eventStream) {
        this.id = id;
        this.message = new ResponseOutline(id);
        this.lines = eventStream ? new SseLines(new Events()) : null;
    }

    /** A probe of an {@code application/json} answer to the call with that id (JSON text). */
    public static CallOutcomeProbe json(String id) {
        return new CallOutcomeProbe(id, /* eventStream= */ false);
    }

    /**
     * A probe of a {@code text/event-stream} answer to the call with that id (JSON text). Responses to other ids, which
     * a stream may carry too, say nothing about the call.
     */
    public static CallOutcomeProbe eventStream(String id) {
        return new CallOutcomeProbe(id, /* eventStream= */ true);
    }

    /** Takes the next bytes of the answer. */
    public void feed(Buffer chunk) {
        if (lines != null) {
            lines.feed(chunk);
            return;
        }
        for (byte b : chunk.getBytes()) {
            message.accept(b);
        }
    }

    /** What the answer has said so far. Two responses that disagree, a broken one and none are unknown. */
    public CallOutcome outcome() {
        CallOutcome last = message.outcome().orElse(null);
        if (seen == null || last == null) {
            return seen != null ? seen : last != null ? last : CallOutcome.UNKNOWN;
        }
        return seen == last ? seen : CallOutcome.UNKNOWN;
    }

    /** Whether the tool itself may have led to the error that the answer is, such as an internal one. */
    public boolean mayHaveRun() {
        return mayHaveRun || message.mayHaveRun();
    }

    private final class Events implements SseLines.Sink {
        private int matched;
        private boolean other;
        private boolean blank = true;

        @Override
        public void part(byte[] bytes, int start, int end) {
            blank = false;
            for (int i = start; i < end && !other; i++) {
                if (matched == DATA.length) {
                    message.accept(bytes[i]);
                } else if (bytes[i] == DATA[matched]) {
                    matched++;
                } else {
                    other = true;
                }
            }
        }

        @Override
        public void endOfLine(byte terminator) {
            if (blank) {
                if (message.outcome().isPresent()) {
                    mayHaveRun |= message.mayHaveRun();
                    seen = outcome();
                }
                message = new ResponseOutline(id);
            }
            matched = 0;
            other = false;
            blank = true;
        }

        @Override
        public void strayLineFeed() {
            // belongs to a line that is over
        }
    }
}
