package dev.turnpike.gateway.http;

import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.Caller;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Inbound;
import dev.turnpike.gateway.pipeline.Pipeline;
import dev.turnpike.gateway.pipeline.Rejected;
import dev.turnpike.gateway.pipeline.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Instant;
import java.time.InstantSource;

/** The port of the agents: {@code /mcp/{server}}, and what a client may ask about it. */
public final class AgentPort implements Handler<HttpServerRequest> {
    private static final String METHODS = "GET, POST, DELETE";

    private final Vertx vertx;
    private final Admission admission;
    private final Pipeline pipeline;
    private final RequestBody bodies;
    private final ResourceMetadata metadata;
    private final Meters meters;
    private final Load load;
    private final Connections connections;
    private final InstantSource clock;
    private final int maxRequests;

    private AgentPort(
            Vertx vertx,
            Admission admission,
            Pipeline pipeline,
            RequestBody bodies,
            ResourceMetadata metadata,
            Meters meters,
            Load load,
            Connections connections,
            InstantSource clock,
            int maxRequests) {
        this.vertx = vertx;
        this.admission = admission;
        this.pipeline = pipeline;
        this.bodies = bodies;
        this.metadata = metadata;
        this.meters = meters;
        this.load = load;
        this.connections = connections;
        this.clock = clock;
        this.maxRequests = maxRequests;
    }

    /** The port's handler for one event loop. */
    public static AgentPort create(
            Vertx vertx,
            NodeConfig config,
            LiveDirectory directory,
            Pipeline pipeline,
            Meters meters,
            Load load,
            Connections connections,
            Deadlines deadlines) {
        PublicUrls urls = new PublicUrls(config.publicUrl());
        return new AgentPort(
                vertx,
                new Admission(directory, config.agentAccess(), urls),
                pipeline,
                new RequestBody(
                        deadlines,
                        config.caps().maxBodyBytes(),
                        config.timeouts().body()),
                new ResourceMetadata(directory, urls),
                meters,
                load,
                connections,
                InstantSource.system(),
                config.caps().maxRequests());
    }

    @Override
    public void handle(HttpServerRequest request) {
        long arrivedNanos = System.nanoTime();
        Promise<Void> gone = Promise.promise();
        boolean multiplexed = request.version() == HttpVersion.HTTP_2;
        request.response().closeHandler(closed -> {
            // A stream of HTTP/2 closes after a whole answer, too.
            if (!multiplexed || !request.response().ended()) {
                gone.tryComplete();
            }
        });
        request.response().exceptionHandler(failure -> gone.tryComplete());
        int active = load.enter();
        connections.busy(request);
        Future.succeededFuture(request)
                .compose(incoming -> answer(incoming, active, gone.future(), arrivedNanos))
                .otherwise(failure -> Failures.reply(failure, meters))
                .compose(reply -> write(request, reply, gone.future()))
                .onComplete(written -> {
                    load.leave();
                    UnreadBody.refuse(vertx, request);
                    connections.done(request);
                });
    }

    private Future<Void> write(HttpServerRequest request, Reply reply, Future<Void> gone) {
        boolean mayLast =
                reply.fold(whole -> false, streamed -> !streamed.transit().mustFinish());
        if (mayLast) {
            load.answered();
        }
        return new ReplyWriter(request, reply, gone).write().onComplete(written -> {
            if (!mayLast) {
                load.answered();
            }
        });
    }

    private Future<Reply> answer(HttpServerRequest request, int active, Future<Void> gone, long arrivedNanos) {
        if (active > maxRequests) {
            throw new Rejected(503, "overload", "this node has too many requests under way")
                    .with(HttpHeaders.RETRY_AFTER, "1");
        }
        admission.checkAddress(request);
        CrossOrigin.allow(request);
        String path = String.valueOf(request.path()); // CONNECT has none
        if (path.startsWith(PublicUrls.METADATA_PATH)) {
            return Future.succeededFuture(metadata.describe(request));
        }
        if (!path.startsWith(PublicUrls.MCP_PATH)) {
            throw new Rejected(404, "path", "nothing is served here; MCP servers are at /mcp/{server}");
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            return Future.succeededFuture(CrossOrigin.preflight());
        }
        Instant now = clock.instant();
        Caller caller = admission.admit(request, path.substring(PublicUrls.MCP_PATH.length()), now);
        Context context = vertx.getOrCreateContext();
        return dispatch(request, new Inbound(caller, request.headers(), context, gone, now, arrivedNanos));
    }

    private Future<Reply> dispatch(HttpServerRequest request, Inbound inbound) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.POST)) {
            return bodies.read(request).compose(body -> pipeline.post(inbound, body));
        }
        if (method.equals(HttpMethod.GET)) {
            return pipeline.stream(inbound);
        }
        if (method.equals(HttpMethod.DELETE)) {
            return pipeline.endSession(inbound);
        }
        throw new Rejected(405, "method", "the methods are " + METHODS).with(HttpHeaders.ALLOW, METHODS);
    }
}
