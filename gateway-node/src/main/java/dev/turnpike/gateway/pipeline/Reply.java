package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Function;

/** What the client gets. */
public sealed interface Reply {
    /** Handles every case; a new one breaks the callers at compile time. */
    <T> T fold(Function<Whole, T> whole, Function<Streamed, T> streamed);

    /** An answer that is there. */
    record Whole(int status, MultiMap headers, Buffer body) implements Reply {
        public Whole {
            requireNonNull(headers, "headers");
            requireNonNull(body, "body");
        }

        @Override
        public <T> T fold(Function<Whole, T> whole, Function<Streamed, T> streamed) {
            return whole.apply(this);
        }
    }

    /** An upstream's answer, passed on as it comes. */
    record Streamed(UpstreamAnswer answer, Transit transit) implements Reply {
        public Streamed {
            requireNonNull(answer, "answer");
            requireNonNull(transit, "transit");
        }

        @Override
        public <T> T fold(Function<Whole, T> whole, Function<Streamed, T> streamed) {
            return streamed.apply(this);
        }
    }

    /** A JSON-RPC message of the gateway's own. */
    static Reply json(int status, Buffer body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set(HttpHeaders.CONTENT_TYPE, HttpHeaders.createOptimized("application/json"));
        return new Whole(status, headers, body);
    }
}
