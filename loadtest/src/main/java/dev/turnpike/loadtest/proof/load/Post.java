package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Answer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Sends messages to one target over connections that stay open. */
final class Post {
    private static final long TIMEOUT_MILLIS = 15_000;
    private static final int CONNECT_MILLIS = 2_000;

    private final HttpClient client;
    private final RequestOptions options;

    Post(HttpClient client, Target target) {
        this.client = client;
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(target.host())
                .setPort(target.port())
                .setURI("/mcp/" + Agents.SERVER)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout(TIMEOUT_MILLIS)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
    }

    Future<Answer> send(String token, String message) {
        return send(token, /* session= */ "", message);
    }

    /** In a session, if that is not empty. */
    Future<Answer> send(String token, String session, String message) {
        return request(token, session).compose(request -> send(request, message));
    }

    /** The body of whatever the answer is. */
    Future<Buffer> body(String token, String message) {
        return request(token, /* session= */ "")
                .compose(request -> request.send(message))
                .compose(HttpClientResponse::body);
    }

    private Future<HttpClientRequest> request(String token, String session) {
        RequestOptions own = new RequestOptions(options).putHeader("Authorization", "Bearer " + token);
        return client.request(session.isEmpty() ? own : own.putHeader("Mcp-Session-Id", session));
    }

    private static Future<Answer> send(HttpClientRequest request, String message) {
        return request.send(message)
                .compose(response -> response.body().map(body -> Answers.of(response.statusCode(), body.getBytes())));
    }
}
