package dev.turnpike.gateway;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.http.AgentPort;
import dev.turnpike.gateway.http.Connections;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Pipeline;
import dev.turnpike.gateway.upstream.HttpUpstream;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One event loop of the agent port. All loops listen on one port; each has upstream connections of its own. */
final class AgentVerticle extends VerticleBase {
    /** Names the one free port that the loops of a node share. */
    private static final int SHARED_PORT_ID = 1;

    private static final int UPSTREAM_CONNECTIONS = 1_024;
    private static final int UPSTREAM_WAITERS = 4_096;
    /** Below the five seconds after which common upstreams close idle connections. */
    private static final int UPSTREAM_KEEP_ALIVE_SECONDS = 4;

    private final Shared shared;
    private volatile @Nullable HttpServer listening;

    AgentVerticle(Shared shared) {
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        NodeConfig config = shared.config();
        LoopDelay.watch(vertx, shared.meters()::loopDelayed);
        Deadlines deadlines = new Deadlines(vertx);
        Pipeline pipeline = new Pipeline(
                config.caps(),
                requestCaps(config),
                shared.state().ledger(),
                shared.consent(),
                deadlines,
                new HttpUpstream(
                        vertx,
                        client(UPSTREAM_CONNECTIONS),
                        client(Math.max(1, config.caps().maxStreams())),
                        deadlines,
                        config.timeouts()),
                shared.recording(),
                shared.tools(),
                shared.near(),
                shared.meters());
        Connections connections =
                new Connections(shared.load(), deadlines, config.timeouts().header());
        HttpServerOptions options = serverOptions(config);
        shared.tls()
                .ifPresent(tls -> tls.secure(
                        options,
                        config.caps().maxHeaderBytes(),
                        config.timeouts().header()));
        return vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(AgentPort.create(
                        vertx,
                        config,
                        shared.directory(),
                        pipeline,
                        shared.meters(),
                        shared.load(),
                        connections,
                        deadlines))
                .listen(address(config.agent()))
                .onSuccess(server -> listening = server);
    }

    /** @param connections to each upstream; the client looks through all that are in use for one that is not */
    private HttpClient client(int connections) {
        return vertx.createHttpClient(
                new HttpClientOptions()
                        .setKeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
                        .setDecompressionSupported(false)
                        .setVerifyHost(true)
                        .setMaxHeaderSize(shared.config().caps().maxHeaderBytes()),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(UPSTREAM_WAITERS));
    }

    /** Takes no more connections, and no more requests on those there are; what is under way goes on. */
    void stopTaking(Duration atMost) {
        HttpServer server = listening;
        if (server != null) {
            server.shutdown(atMost);
        }
    }

    /** The port, once started. */
    int port() {
        return server().actualPort();
    }

    /** The server, once started. */
    HttpServer server() {
        return requireNonNull(listening);
    }

    private static SocketAddress address(NodeConfig.Address agent) {
        return agent.port() == 0
                ? SocketAddress.sharedRandomPort(SHARED_PORT_ID, agent.host())
                : SocketAddress.inetSocketAddress(agent.port(), agent.host());
    }

    private static HttpServerOptions serverOptions(NodeConfig config) {
        return new HttpServerOptions()
                .setMaxHeaderSize(config.caps().maxHeaderBytes())
                .setMaxInitialLineLength(config.caps().maxHeaderBytes())
                .setMaxFormAttributeSize(0)
                .setHandle100ContinueAutomatically(true)
                // Nobody needs HTTP/2 without TLS, and its upgrade hides connections until their first request.
                .setHttp2ClearTextEnabled(false)
                // Nor web sockets, whose extensions would look at every message.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                // Every connection stays on its event loop, so nothing need be handed over.
                .setStrictThreadMode(true)
                .setCompressionSupported(false);
    }

    private static JsonCaps requestCaps(NodeConfig config) {
        JsonCaps usual = JsonCaps.REQUEST;
        return new JsonCaps(
                config.caps().maxBodyBytes(),
                config.caps().maxJsonDepth(),
                usual.maxNameLength(),
                usual.maxNumberLength(),
                usual.maxExponent(),
                usual.maxTokens());
    }
}
