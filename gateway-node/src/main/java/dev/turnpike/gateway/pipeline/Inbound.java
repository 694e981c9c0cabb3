package dev.turnpike.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Instant;

/**
 * One admitted request, without its body. Confined to the event loop that received it.
 *
 * @param caller who sent it
 * @param headers as the client sent them
 * @param context where everything about this request happens
 * @param gone completes if the client goes away before it has its answer
 * @param arrived when the request arrived
 * @param arrivedNanos the same, by {@link System#nanoTime()}
 */
public record Inbound(
        Caller caller, MultiMap headers, Context context, Future<Void> gone, Instant arrived, long arrivedNanos) {
    public Inbound {
        requireNonNull(caller, "caller");
        requireNonNull(headers, "headers");
        requireNonNull(context, "context");
        requireNonNull(gone, "gone");
        requireNonNull(arrived, "arrived");
    }

    /** The same request with other headers. */
    Inbound with(MultiMap other) {
        return new Inbound(caller, other, context, gone, arrived, arrivedNanos);
    }
}
