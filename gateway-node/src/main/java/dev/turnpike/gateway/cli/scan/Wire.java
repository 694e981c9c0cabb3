package dev.turnpike.gateway.cli.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends one JSON-RPC message as an HTTP POST and reads its answer, JSON or SSE, within a time and a size. Blocks. Does not
 * follow redirects: credentials go to the place they were given for and nowhere else.
 */
final class Wire {
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final HttpClient http;
    private final ObjectMapper mapper = new ObjectMapper();
    private final URI upstream;
    private final Map<String, String> headers;
    private final Duration timeout;

    /**
     * @param headers sent with every request; may hold secrets, which no message repeats
     * @param timeout for one request and its whole answer
     */
    Wire(URI upstream, Map<String, String> headers, Duration timeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.upstream = upstream;
        this.headers = Map.copyOf(headers);
        this.timeout = timeout;
    }

    /**
     * What came back.
     *
     * @param message the JSON-RPC answer; a missing node if the body holds none
     */
    record Answer(int status, HttpHeaders headers, JsonNode message) {
        boolean isResult() {
            return status == 200 && message.path("result").isObject();
        }
    }

    Answer post(ObjectNode message, Map<String, String> more) {
        HttpRequest.Builder request = request(more)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.toString()));
        return exchange(request.build(), message.path("id"));
    }

    /** Ends a session; whatever comes of it. */
    void delete(Map<String, String> more) {
        try {
            http.send(request(more).DELETE().build(), BodyHandlers.discarding());
        } catch (IOException e) {
            // The session then ends when the server forgets it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(Map<String, String> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(upstream).timeout(timeout);
        headers.forEach(request::setHeader);
        more.forEach(request::setHeader);
        return request;
    }

    private Answer exchange(HttpRequest request, JsonNode id) {
        AtomicBoolean late = new AtomicBoolean();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                // The request's timeout ends with the headers; closing the stream ends a body that takes too long.
                Executor afterwards = CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS);
                CompletableFuture<Void> watch = CompletableFuture.runAsync(() -> close(body, late), afterwards);
                try {
                    return new Answer(response.statusCode(), response.headers(), read(response, body, id));
                } finally {
                    watch.cancel(/* mayInterruptIfRunning= */ false);
                }
            }
        } catch (HttpTimeoutException e) {
            throw tooLate();
        } catch (IOException e) {
            throw late.get() ? tooLate() : new ScanException(upstream + " cannot be reached: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScanException("interrupted");
        }
    }

    private ScanException tooLate() {
        return new ScanException(upstream + " did not answer within " + timeout.toMillis() / 1000.0 + " s");
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return e.getMessage() == null ? "unknown host or connection refused" : PlainText.of(e.getMessage());
        }
        return e.getMessage() == null ? "the connection failed" : PlainText.of(e.getMessage());
    }

    private static void close(InputStream body, AtomicBoolean late) {
        late.set(true);
        try {
            body.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    private JsonNode read(HttpResponse<InputStream> response, InputStream body, JsonNode id) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        BoundedInput bounded = new BoundedInput(body, MAX_ANSWER_BYTES);
        try {
            if (type.startsWith("text/event-stream")) {
                return SseAnswer.find(bounded, mapper, id);
            }
            byte[] bytes = bounded.readAllBytes();
            return type.startsWith("application/json") && bytes.length > 0
                    ? mapper.readTree(bytes)
                    : mapper.missingNode();
        } catch (JsonProcessingException e) {
            // An error page may call itself JSON; its status says enough.
            if (response.statusCode() == 200) {
                throw new ScanException(upstream + " answered with malformed JSON");
            }
            return mapper.missingNode();
        }
    }
}
