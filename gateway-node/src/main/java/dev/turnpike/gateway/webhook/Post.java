package dev.turnpike.gateway.webhook;

import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.webhook.Outcome.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one try to deliver a message. Looks the receiver's name up, checks every address, and connects to one that was
 * checked and to no other, whatever the name means a moment later; the name goes into Host, SNI and the check of the
 * certificate. Follows no redirect; reads the answer's status, and its body only to the end of what is allowed.
 */
final class Post implements AutoCloseable {
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int CONNECTIONS = 64;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Vertx vertx;
    private final Resolver resolver;
    private final HttpClient client;

    /** @param options changes the client's options, for tests with certificates of their own */
    Post(Vertx vertx, Resolver resolver, UnaryOperator<HttpClientOptions> options) {
        this.vertx = vertx;
        this.resolver = resolver;
        this.client = vertx.createHttpClient(
                options.apply(new HttpClientOptions()
                        .setKeepAlive(false)
                        .setMaxHeaderSize(MOST_HEADER_BYTES)
                        .setDecompressionSupported(false)),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /**
     * What is sent.
     *
     * @param tries how many have failed before: with each the next address is taken
     */
    record Letter(Map<String, String> headers, Buffer body, int tries) {}

    /** Tries once; the future never fails. */
    Future<Outcome> send(Webhook webhook, Webhook.Endpoint endpoint, Letter letter) {
        Attempt attempt = new Attempt();
        long timer = vertx.setTimer(webhook.timeout().toMillis(), late -> attempt.end(Outcome.of(Kind.TIMEOUT)));
        resolver.resolve(host(endpoint.url()))
                .onFailure(unknown -> attempt.end(Outcome.of(Kind.UNREACHABLE)))
                .onSuccess(addresses -> {
                    if (!webhook.allowPrivate() && !addresses.stream().allMatch(PublicAddresses::contain)) {
                        attempt.end(Outcome.of(Kind.PRIVATE_ADDRESS));
                    } else if (!attempt.isOver()) {
                        connect(attempt, webhook, endpoint.url(), addresses, letter);
                    }
                });
        return attempt.outcome().onComplete(over -> vertx.cancelTimer(timer));
    }

    private void connect(Attempt attempt, Webhook webhook, URI url, List<InetAddress> addresses, Letter letter) {
        boolean tls = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
        int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP;
        InetAddress address = addresses.get(letter.tries() % addresses.size());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(target(url))
                .setFollowRedirects(false)
                .setConnectTimeout(webhook.timeout().toMillis())
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(letter.headers()));
        client.request(options).onComplete(opened -> {
            if (opened.failed()) {
                attempt.end(Outcome.of(kind(opened.cause())));
            } else if (attempt.begin(opened.result())) {
                opened.result()
                        .send(letter.body())
                        .onSuccess(response -> read(attempt, response))
                        .onFailure(broken -> attempt.end(Outcome.of(kind(broken))));
            }
        });
    }

    private static void read(Attempt attempt, HttpClientResponse response) {
        Outcome outcome = Outcome.answered(response.statusCode(), retryAfterMillis(response));
        int[] bytes = {0};
        response.handler(part -> {
                    bytes[0] += part.length();
                    if (bytes[0] > MOST_ANSWER_BYTES) {
                        attempt.end(outcome); // it said what matters
                    }
                })
                .exceptionHandler(broken -> attempt.end(outcome))
                .endHandler(end -> attempt.end(outcome));
    }

    private static long retryAfterMillis(HttpClientResponse response) {
        String seconds = response.getHeader(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("[0-9]{1,6}")
                ? Math.min(Pace.LONGEST_MILLIS, 1_000 * Long.parseLong(seconds))
                : 0;
    }

    private static Kind kind(Throwable failure) {
        if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
            return Kind.UNTRUSTED;
        }
        return failure instanceof TimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE;
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** Without the brackets of an IPv6 address. */
    private static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void close() {
        client.close();
    }

    /** One try: ends once, and leaves no connection behind. Thread-safe. */
    private static final class Attempt {
        private final Promise<Outcome> over = Promise.promise();
        private boolean ended;
        private @Nullable HttpClientRequest request;

        Future<Outcome> outcome() {
            return over.future();
        }

        synchronized boolean isOver() {
            return ended;
        }

        /** Whether the request may still be sent. */
        synchronized boolean begin(HttpClientRequest opened) {
            if (ended) {
                opened.reset();
                return false;
            }
            request = opened;
            return true;
        }

        void end(Outcome outcome) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                if (request != null) {
                    request.reset(); // does nothing to one that is complete
                }
            }
            over.complete(outcome);
        }
    }
}
