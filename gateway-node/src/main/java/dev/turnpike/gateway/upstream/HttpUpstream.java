package dev.turnpike.gateway.upstream;

import dev.turnpike.gateway.config.NodeConfig.Timeouts;
import dev.turnpike.gateway.config.Server;
import dev.turnpike.gateway.pipeline.ClearedCall;
import dev.turnpike.gateway.pipeline.Deadlines;
import dev.turnpike.gateway.pipeline.Inbound;
import dev.turnpike.gateway.pipeline.Passage;
import dev.turnpike.gateway.pipeline.Upstream;
import dev.turnpike.gateway.pipeline.UpstreamAnswer;
import dev.turnpike.gateway.pipeline.UpstreamFailure;
import dev.turnpike.gateway.pipeline.UpstreamFailure.Kind;
import dev.turnpike.gateway.tls.Authorities;
import dev.turnpike.gateway.tls.ClientTls;
import dev.turnpike.gateway.tls.Identity;
import dev.turnpike.gateway.trace.CallTrace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * MCP servers over Streamable HTTP. Requests carry the upstream's own credentials and never the client's; redirects are
 * not followed, since they could carry those credentials elsewhere. Confined to the event loop of its client.
 */
public final class HttpUpstream implements Upstream {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final Vertx vertx;
    private final HttpClient calls;
    private final HttpClient streams;
    private final Deadlines deadlines;
    private final Timeouts timeouts;
    private final Map<String, Address> addresses = new HashMap<>();

    private record Address(Server server, RequestOptions options) {}

    /**
     * Upstreams that one event loop calls.
     *
     * @param calls takes what is answered before long
     * @param streams takes what stays open, so that it never takes a connection from a call
     */
    public HttpUpstream(Vertx vertx, HttpClient calls, HttpClient streams, Deadlines deadlines, Timeouts timeouts) {
        this.vertx = vertx;
        this.calls = calls;
        this.streams = streams;
        this.deadlines = deadlines;
        this.timeouts = timeouts;
    }

    @Override
    public Future<UpstreamAnswer> forward(ClearedCall call) {
        return exchange(
                call.call().inbound(),
                call.call().trace(),
                HttpMethod.POST,
                Optional.of(call.call().message().raw()));
    }

    @Override
    public Future<UpstreamAnswer> relay(Passage passage) {
        return exchange(passage.inbound(), CallTrace.NONE, passage.method(), passage.body());
    }

    private Future<UpstreamAnswer> exchange(
            Inbound inbound, CallTrace trace, HttpMethod method, Optional<Buffer> body) {
        Server server = inbound.caller().server();
        if (server.unavailable().isPresent()) {
            return Future.failedFuture(new UpstreamFailure(
                    Kind.UNREACHABLE, "server `" + server.name() + "` cannot be called from this node at the moment"));
        }
        HttpClient client = method.equals(HttpMethod.GET) ? streams : calls;
        return client.request(options(server, method))
                .recover(failure -> Future.failedFuture(unreached(server, failure)))
                .compose(request -> send(inbound, trace, request, body))
                .compose(response -> checked(server, response));
    }

    private Duration timeout(Server server) {
        return server.timeout().orElse(timeouts.call());
    }

    /** The server's address, taken apart once: its document changes less often than it is called. */
    private RequestOptions options(Server server, HttpMethod method) {
        Address known = addresses.get(server.name());
        if (known == null || !known.server().equals(server)) {
            RequestOptions options =
                    new RequestOptions().setAbsoluteURI(server.url().toString());
            server.tls().map(HttpUpstream::ssl).ifPresent(options::setSslOptions);
            known = new Address(server, options);
            addresses.put(server.name(), known);
        }
        return new RequestOptions(known.options())
                .setMethod(method)
                .setFollowRedirects(false)
                .setConnectTimeout(timeouts.connect().toMillis());
    }

    private Future<HttpClientResponse> send(
            Inbound inbound, CallTrace trace, HttpClientRequest request, Optional<Buffer> body) {
        Server server = inbound.caller().server();
        try {
            Headers.request(inbound.headers(), server, request.headers());
            trace.inject(request.headers());
        } catch (RuntimeException unusable) {
            request.reset(); // or its connection would never be free again
            throw unusable;
        }
        request.exceptionHandler(failure -> {}); // the future of its answer tells
        inbound.gone().onSuccess(gone -> request.reset());
        Future<HttpClientResponse> head = body.map(request::send).orElseGet(request::send);
        return deadlines.within(timeout(server), head).recover(failure -> {
            request.reset();
            return Future.failedFuture(lost(inbound, failure));
        });
    }

    /** Connections are kept apart by these options; equal ones share them. */
    private static ClientSSLOptions ssl(ClientTls tls) {
        ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        tls.authorities().map(Authorities::trust).map(TrustOptions::wrap).ifPresent(options::setTrustOptions);
        tls.identity().map(Identity::keys).map(KeyCertOptions::wrap).ifPresent(options::setKeyCertOptions);
        return options;
    }

    private static UpstreamFailure unreached(Server server, Throwable failure) {
        boolean untrusted = failure instanceof SSLException || failure.getCause() instanceof SSLException;
        return new UpstreamFailure(
                Kind.UNREACHABLE,
                "server `" + server.name() + "` cannot be reached"
                        + (untrusted
                                ? ": TLS failed, its certificate may not be trusted or may be for another name"
                                : "")
                        + "; the call was not sent");
    }

    private static UpstreamFailure lost(Inbound inbound, Throwable failure) {
        String server = inbound.caller().server().name();
        if (inbound.gone().succeeded()) {
            return new UpstreamFailure(Kind.CANCELLED, "the client went away");
        }
        return failure instanceof TimeoutException
                ? new UpstreamFailure(
                        Kind.TIMEOUT, "server `" + server + "` did not answer in time; the call may have run")
                : new UpstreamFailure(
                        Kind.BROKEN, "the connection to server `" + server + "` was lost; the call may have run");
    }

    /** Passes an answer on, unless it is about the gateway's own relation to the upstream. */
    private Future<UpstreamAnswer> checked(Server server, HttpClientResponse response) {
        response.exceptionHandler(reset -> {}); // until somebody reads: the one that is asked for by whoever does not
        int status = response.statusCode();
        boolean redirect = status >= 300 && status < 400;
        if (redirect || status == UNAUTHORIZED || status == FORBIDDEN || status == PROXY_AUTHENTICATION_REQUIRED) {
            response.request().reset();
            return Future.failedFuture(new UpstreamFailure(
                    Kind.REFUSED,
                    status,
                    "server `" + server.name() + "` did not accept the gateway's request (HTTP " + status + ")"));
        }
        String coding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.trim().equalsIgnoreCase("identity")) {
            response.request().reset();
            return Future.failedFuture(new UpstreamFailure(
                    Kind.UNREADABLE,
                    status,
                    "server `" + server.name() + "` answered in a content coding that it was not asked for"));
        }
        response.pause();
        Runnable reset = () -> response.request().reset();
        UpstreamAnswer answer = new UpstreamAnswer(status, Headers.response(response.headers()), response, reset);
        // An event stream may be silent for long; any other answer that stops coming is given up.
        return Future.succeededFuture(
                answer.isEventStream()
                        ? answer
                        : answer.with(new TimedBody(vertx, deadlines, response, timeout(server))));
    }
}
