package dev.turnpike.loadtest.watch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slow calls with large arguments, as many as fill a node's heap nearly: one more at a time until it says so, and then a new
 * one for each that ends. So it neither ends too early nor kills the node.
 */
final class Pile implements AutoCloseable {
    private static final double NEARLY = 0.95;
    private static final double PER_SECOND = 10;
    private static final int ARGUMENTS = 250_000;
    private static final int QUICK_ARGUMENTS = 60_000;

    private final Scene scene;
    private final AtomicInteger height = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Future<?> growing;

    private Pile(Scene scene) {
        this.scene = scene;
        this.growing = scene.caller().steadily(PER_SECOND, this::grow);
    }

    /** Before the first node. */
    static Pile before(Scene scene) {
        return new Pile(scene);
    }

    /** A call that does not stay, and leaves some garbage. */
    static CompletableFuture<String> quick(Scene scene) {
        return scene.caller().call(scene.agents(0), "free", arguments(QUICK_ARGUMENTS));
    }

    private CompletableFuture<String> grow() {
        return scene.caller()
                .metric(scene.management(0), "turnpike_heap_living")
                .thenCompose(living -> {
                    if (living < NEARLY) {
                        height.incrementAndGet();
                    }
                    if (underWay.get() >= height.get()) {
                        return CompletableFuture.completedFuture("");
                    }
                    underWay.incrementAndGet();
                    return scene.caller()
                            .call(scene.agents(0), "slow", arguments(ARGUMENTS))
                            .whenComplete((answer, failure) -> underWay.decrementAndGet());
                });
    }

    private static String arguments(int length) {
        return ",\"text\":\"" + "x".repeat(length) + "\"";
    }

    @Override
    public void close() {
        growing.cancel(/* mayInterruptIfRunning= */ false);
    }
}
