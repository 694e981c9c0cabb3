package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a request's body into memory, bounded in size and time. Confined to the request's event loop. */
public final class RequestBody {
    private static final String JSON = "application/json";

    private final Deadlines deadlines;
    private final int maxBytes;
    private final Duration timeout;
    private final List<String> types;

    /** A reader of JSON within a size and a time. */
    public RequestBody(Deadlines deadlines, int maxBytes, Duration timeout) {
        this(deadlines, maxBytes, timeout, new String[] {JSON});
    }

    /** The same for other media types. */
    public RequestBody(Deadlines deadlines, int maxBytes, Duration timeout, String... types) {
        this.deadlines = deadlines;
        this.maxBytes = maxBytes;
        this.timeout = timeout;
        this.types = List.of(types);
    }

    /** The whole body, or {@link Rejected}: 415 for anything but a plain media type, 413 if too long, 408 if too slow. */
    public Future<Buffer> read(HttpServerRequest request) {
        try {
            check(request);
        } catch (Rejected rejected) {
            return Future.failedFuture(rejected);
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        Deadlines.Deadline deadline = deadlines.in(
                timeout,
                () -> whole.tryFail(UnreadBody.announced(
                        request, new Rejected(408, "slow_body", "the body did not arrive in time"))));
        request.exceptionHandler(
                failure -> whole.tryFail(new Rejected(400, "broken_body", "the request broke off before its end")));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                whole.tryFail(tooLong(request));
            } else if (!whole.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future().onComplete(done -> deadline.cancel());
    }

    private void check(HttpServerRequest request) {
        MultiMap headers = request.headers();
        for (String coding : headers.getAll(HttpHeaders.CONTENT_ENCODING)) {
            if (coding.isBlank() || coding.trim().equalsIgnoreCase("identity")) {
                continue;
            }
            throw new Rejected(415, "coding", "send the body without a content coding")
                    .with(HttpHeaders.ACCEPT_ENCODING, "identity");
        }
        @Nullable String sent = headers.get(HttpHeaders.CONTENT_TYPE);
        if (sent == null || headers.getAll(HttpHeaders.CONTENT_TYPE).size() > 1 || !isExpected(sent)) {
            throw new Rejected(
                    415, "content_type", "send the body as `Content-Type: " + String.join("` or `", types) + "`");
        }
        @Nullable String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 10 || Long.parseLong(length) > maxBytes)) {
            throw tooLong(request);
        }
    }

    private boolean isExpected(String sent) {
        if (types.contains(sent)) {
            return true;
        }
        String[] parts = sent.toLowerCase(Locale.ROOT).split(";", -1);
        if (!types.contains(parts[0].trim())) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            // Common parsers allow blanks around the equals sign.
            String parameter = parts[i].replaceAll("[\"\\s]", "");
            if (parameter.startsWith("charset") && !parameter.equals("charset=utf-8")) {
                return false; // an upstream could read other words than were judged here
            }
        }
        return true;
    }

    private Rejected tooLong(HttpServerRequest request) {
        return UnreadBody.announced(
                request, new Rejected(413, "body_size", "the body is longer than " + maxBytes + " bytes"));
    }
}
