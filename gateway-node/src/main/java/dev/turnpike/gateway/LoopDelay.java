package dev.turnpike.gateway;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** How late an event loop comes to what is due, because something holds it up. Confined to that event loop. */
final class LoopDelay {
    private static final long PERIOD_MILLIS = 250;

    private final Vertx vertx;
    private final LongConsumer delays;

    private LoopDelay(Vertx vertx, LongConsumer delays) {
        this.vertx = vertx;
        this.delays = delays;
    }

    /**
     * Measures for as long as the context that it is called on lives.
     *
     * @param delays gets them, in nanoseconds
     */
    static void watch(Vertx vertx, LongConsumer delays) {
        new LoopDelay(vertx, delays).measure();
    }

    private void measure() {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
        vertx.setTimer(PERIOD_MILLIS, now -> {
            delays.accept(Math.max(0, System.nanoTime() - due));
            measure();
        });
    }
}
