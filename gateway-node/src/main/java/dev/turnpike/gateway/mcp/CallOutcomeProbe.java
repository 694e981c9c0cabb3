package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;

/** Stub. */
public final class CallOutcomeProbe {
    public static CallOutcomeProbe json() {
        return new CallOutcomeProbe();
    }

    public static CallOutcomeProbe eventStream() {
        return new CallOutcomeProbe();
    }

    public void feed(Buffer chunk) {}

    /** What is known so far; after the last chunk, the answer. */
    public CallOutcome outcome() {
        return CallOutcome.UNKNOWN;
    }
}
