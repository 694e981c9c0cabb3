package dev.turnpike.gateway.http;

import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Keeps a client that is answered before its whole request has come from sending the rest for ever. */
final class UnreadBody {
    /** Nothing went wrong (RFC 9113, section 7). */
    private static final long NO_ERROR = 0;
    /** Some clients take an answer only once they have sent everything, and never if they are cut off before. */
    private static final long LINGER_MILLIS = 5_000;

    private UnreadBody() {}

    /** Says so in the head of the answer, where the version of HTTP has a word for it. */
    static void announce(HttpServerRequest request) {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
    }

    /** The same for an answer that is made elsewhere. */
    static Rejected announced(HttpServerRequest request, Rejected rejected) {
        return request.version() == HttpVersion.HTTP_2 ? rejected : rejected.with(HttpHeaders.CONNECTION, "close");
    }

    /** Ends the stream of HTTP/2 a while after the answer was written (RFC 9113, section 8.1). */
    static void refuse(Vertx vertx, HttpServerRequest request) {
        if (!request.isEnded() && request.version() == HttpVersion.HTTP_2) {
            vertx.setTimer(LINGER_MILLIS, late -> {
                if (!request.isEnded()) {
                    request.response().reset(NO_ERROR);
                }
            });
        }
    }
}
