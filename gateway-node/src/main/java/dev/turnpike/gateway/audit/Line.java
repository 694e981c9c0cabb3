package dev.turnpike.gateway.audit;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A record of some kind, which can write itself. */
@FunctionalInterface
interface Line {
    void writeTo(JsonLines lines) throws IOException;

    /** Whether somebody waits until it is written. */
    default boolean isAwaited() {
        return false;
    }

    /** It was written, or cannot be at the moment; may be said more than once. */
    default void settled() {}

    /** The same record, for somebody who waits. */
    default Line awaitedBy(Runnable waiter) {
        Line line = this;
        AtomicBoolean told = new AtomicBoolean();
        return new Line() {
            @Override
            public void writeTo(JsonLines lines) throws IOException {
                line.writeTo(lines);
            }

            @Override
            public boolean isAwaited() {
                return true;
            }

            @Override
            public void settled() {
                if (told.compareAndSet(false, true)) {
                    waiter.run();
                }
            }
        };
    }
}
