package dev.turnpike.loadtest.proof.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.turnpike.loadtest.proof.judge.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests of people, and of agents that wait for each answer, with one token. Thread-safe. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String token;

    Http(String token) {
        this.token = token;
    }

    /**
     * What came back.
     *
     * @param status 0 if nothing did
     * @param tag the {@code ETag} without its quotes, or an empty text
     * @param body missing if it is no JSON
     */
    record Reply(int status, String type, String tag, JsonNode body) {
        private static final Reply NONE = new Reply(0, "", "", MissingNode.getInstance());

        boolean isDone() {
            return status / 100 == 2;
        }

        /** Whether it says in the form for programs that the cluster cannot do it at the moment. */
        boolean isOutage() {
            return status == 503
                    && type.startsWith("application/problem+json")
                    && body.path("detail").isTextual();
        }

        Answer answer() {
            return status == 0 ? Answer.FAILED : Answers.of(status, body);
        }
    }

    Reply get(Target target, String path) {
        return send(target, path, "GET", "").join();
    }

    Reply delete(Target target, String path) {
        return send(target, path, "DELETE", "").join();
    }

    Reply put(Target target, String path, String body) {
        return send(target, path, "PUT", body).join();
    }

    Reply post(Target target, String path, String body) {
        return send(target, path, "POST", body).join();
    }

    /** Never completes exceptionally. */
    CompletableFuture<Reply> send(Target target, String path, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + target + path))
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray())
                .thenApply(Http::reply)
                .exceptionally(failure -> Reply.NONE);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String tag = response.headers().firstValue("ETag").orElse("").replace("\"", "");
        return new Reply(response.statusCode(), type, tag, json(response.body()));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException garbled) {
            return MissingNode.getInstance();
        }
    }
}
