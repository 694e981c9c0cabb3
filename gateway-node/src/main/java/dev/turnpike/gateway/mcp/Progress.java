package dev.turnpike.gateway.mcp;

import io.vertx.core.buffer.Buffer;

/**
 * The progress notifications of one request (MCP 2025-11-25 and 2026-07-28, "Progress"), as events of its stream. Their
 * numbers rise; all before them is written once, since there may be very many who wait.
 */
public final class Progress {
    private static final String END = "}}";
    private static final int LONGEST_NUMBER = 20;

    private final Buffer begin;
    private long number;

    /**
     * Notifications of which none was sent yet.
     *
     * @param token JSON text of the token, without line breaks
     */
    public Progress(String token, String sentence) {
        Buffer first = Answers.message(json -> {
            json.writeStringField("method", "notifications/progress");
            json.writeObjectFieldStart("params");
            json.writeFieldName("progressToken");
            json.writeRawValue(token);
            json.writeStringField("message", sentence);
            json.writeNumberField("progress", number);
            json.writeEndObject();
        });
        this.begin = Buffer.buffer("data: ").appendBuffer(first, 0, first.length() - (number + END).length());
    }

    /** The next one. */
    public Buffer next() {
        number++;
        return Buffer.buffer(begin.length() + LONGEST_NUMBER)
                .appendBuffer(begin)
                .appendString(number + END + "\n\n");
    }
}
