package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Locale;

/**
 * The head of an upstream's answer, and its body to come.
 *
 * @param headers those that may reach the client
 * @param body paused; confined to the event loop of the request
 * @param reset ends the exchange at once, for when nobody wants the rest
 */
public record UpstreamAnswer(int status, MultiMap headers, ReadStream<Buffer> body, Runnable reset) {
    private static final String JSON = "application/json";

    public UpstreamAnswer {
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        requireNonNull(reset, "reset");
    }

    /** The same head with another body. */
    public UpstreamAnswer with(ReadStream<Buffer> other) {
        return new UpstreamAnswer(status, headers, other, reset);
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    public boolean isJson() {
        return mediaType().equals(JSON);
    }

    public boolean isEventStream() {
        return mediaType().equals("text/event-stream");
    }

    private String mediaType() {
        List<String> types = headers.getAll(HttpHeaders.CONTENT_TYPE);
        if (types.size() != 1) {
            return ""; // of two, nobody knows which the client believes
        }
        String type = types.get(0);
        if (type.equals(JSON)) {
            return JSON;
        }
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }
}
