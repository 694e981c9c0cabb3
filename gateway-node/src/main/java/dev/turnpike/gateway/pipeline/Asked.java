package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import java.util.function.Function;

/** Where a call stands after the question whether a person agrees. */
sealed interface Asked {
    /** Handles every case; a new one breaks the callers at compile time. */
    <T> T fold(Function<Agreed, T> agreed, Function<Held, T> held);

    /** Nobody needs to be asked any more. */
    record Agreed(Permitted permitted) implements Asked {
        @Override
        public <T> T fold(Function<Agreed, T> agreed, Function<Held, T> held) {
            return agreed.apply(this);
        }
    }

    /**
     * The request stays open for a while.
     *
     * @param sentence what the client is told meanwhile
     * @param later what it leads to; fails with {@link Refused} if nobody agrees in time
     */
    record Held(String sentence, Future<Permitted> later) implements Asked {
        @Override
        public <T> T fold(Function<Agreed, T> agreed, Function<Held, T> held) {
            return held.apply(this);
        }
    }
}
