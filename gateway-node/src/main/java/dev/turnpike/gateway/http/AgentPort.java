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
    private final Untaken untaken;
    private final InstantSource clock;

    private AgentPort(
            Vertx vertx,
            Admission admission,
            Pipeline pipeline,
            RequestBody bodies,
            ResourceMetadata metadata,
            Meters meters,
            Load load,
            Connections connections,
            Untaken untaken,
            InstantSource clock) {
        this.vertx = vertx;
        this.admission = admission;
        this.pipeline = pipeline;
        this.bodies = bodies;
        this.metadata = metadata;
        this.meters = meters;
        this.load = load;
        this.connections = connections;
        this.untaken = untaken;
        this.clock = clock;
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
                new Untaken(deadlines, config.timeouts().body()),
                InstantSource.system());
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
        Load.Entry entry = load.enter();
        connections.busy(request);
        Future.succeededFuture(request)
                .compose(incoming -> answer(incoming, entry, gone.future(), arrivedNanos))
                .map(reply -> counted(reply, entry))
                .otherwise(failure -> Failures.reply(failure, meters))
                .compose(reply -> write(request, reply, entry, gone.future()))
                .onComplete(written -> {
                    entry.leave();
                    UnreadBody.refuse(vertx, request);
                    connections.done(request);
                });
    }

    /** The reply, unless it is a stream for which there is no room. */
    private static Reply counted(Reply reply, Load.Entry entry) {
        return reply.fold(whole -> whole, streamed -> {
            if (streamed.answer().isEventStream() && !streamed.transit().mustFinish() && !entry.becomesStream()) {
                streamed.transit().aborted(/* byClient= */ false);
                streamed.answer().reset().run();
                throw Load.overload("this node has too many event streams open");
            }
            return streamed;
        });
    }

    private Future<Void> write(HttpServerRequest request, Reply reply, Load.Entry entry, Future<Void> gone) {
        boolean mayLast =
                reply.fold(whole -> false, streamed -> !streamed.transit().mustFinish());
        if (mayLast) {
            entry.answered();
        }
        return new ReplyWriter(request, reply, gone, untaken, entry::handedOver).write();
    }

    private Future<Reply> answer(HttpServerRequest request, Load.Entry entry, Future<Void> gone, long arrivedNanos) {
        entry.requireRoom();
        admission.checkAddress(request);
        Admission.checkValues(request);
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
        return dispatch(request, entry, new Inbound(caller, request.headers(), context, gone, now, arrivedNanos));
    }

    private Future<Reply> dispatch(HttpServerRequest request, Load.Entry entry, Inbound inbound) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.POST)) {
            return bodies.read(request).compose(body -> pipeline.post(inbound, body));
        }
        if (method.equals(HttpMethod.GET)) {
            entry.requireRoomForStream();
            if (StreamProbe.isAsked(request)) {
                return Future.succeededFuture(StreamProbe.reply(vertx));
            }
            return pipeline.stream(inbound);
        }
        if (method.equals(HttpMethod.DELETE)) {
            return pipeline.endSession(inbound);
        }
        throw new Rejected(405, "method", "the methods are " + METHODS).with(HttpHeaders.ALLOW, METHODS);
    }
}
