package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * What happens to an upstream's answer on its way to the client, chunk by chunk. Confined to the event loop of its
 * request; the next chunk is offered when the future of the one before has completed. A failed future ends the answer
 * without completing it.
 */
public interface Transit {
    /** Changes nothing. */
    Transit UNTOUCHED = new Transit() {};

    /** Whether what goes out is, byte for byte, what came in. */
    default boolean keepsLength() {
        return true;
    }

    /** Whether a node that stops waits for the end of it. */
    default boolean mustFinish() {
        return false;
    }

    /** What goes out for {@code chunk}; perhaps nothing. */
    default Future<Buffer> chunk(Buffer chunk) {
        return Future.succeededFuture(chunk);
    }

    /** What goes out last, when the upstream has ended its answer. */
    default Future<Buffer> end() {
        return Future.succeededFuture(Buffer.buffer());
    }

    /** The answer will not be completed: the client or the upstream is gone. Called at most once, and not after {@link #end}. */
    default void aborted(boolean byClient) {}
}
