package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.NotPermittedException;
import dev.turnpike.gateway.config.OutdatedException;
import dev.turnpike.gateway.config.UnstoredException;
import dev.turnpike.gateway.mcp.MalformedException;
import dev.turnpike.gateway.pipeline.Rejected;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mapping from whatever stopped a request of an operator to an answer (RFC 9457). */
final class ProblemReply {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReply.class);

    private ProblemReply() {}

    /** Answers a request that failed; one that is half answered is cut off. */
    static void fail(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        @Nullable Throwable failure = request.failure();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Rejected rejected) {
            response.headers().addAll(rejected.headers());
            send(request, problem(rejected.status(), rejected.reason(), rejected.sentence()));
        } else if (cause instanceof MalformedException malformed) {
            send(request, problem(422, "malformed", malformed.sentence()));
        } else if (cause instanceof ConfigException refused) {
            send(request, EditProblems.of(refused));
        } else if (cause instanceof NotPermittedException refused) {
            send(request, EditProblems.of(refused));
        } else if (cause instanceof OutdatedException outdated) {
            send(request, EditProblems.of(outdated));
        } else if (cause instanceof UnstoredException unknown) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
            send(request, EditProblems.of(unknown));
        } else if (cause instanceof StateUnavailableException) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
            send(
                    request,
                    problem(503, "state_unavailable", "the shared state cannot be reached at the moment; try again"));
        } else if (cause == null) {
            send(request, problem(request.statusCode(), "refused", "the request is refused"));
        } else {
            LOG.error("a request of an operator ended in a fault of the gateway", cause);
            send(request, problem(500, "internal_error", "internal error"));
        }
    }

    /**
     * A problem.
     *
     * @param code one word for programs
     * @param detail a sentence for people
     */
    static ObjectNode problem(int status, String code, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void send(RoutingContext request, ObjectNode problem) {
        String id = RequestId.of(request);
        if (!id.isEmpty()) {
            problem.put("requestId", id);
        }
        request.response()
                .setStatusCode(problem.path("status").asInt())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(problem + "\n");
    }
}
