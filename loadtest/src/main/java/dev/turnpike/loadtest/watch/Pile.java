package dev.turnpike.loadtest.watch;

import dev.turnpike.loadtest.proof.site.Patience;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slow calls with large arguments, as many as nearly fill a node's heap: one more at a time until the node says so, and then
 * a new one for each that ends. So they neither are too few nor kill the node, however fast it is.
 */
final class Pile implements AutoCloseable {
    private static final double NEARLY = 0.97;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int ARGUMENTS = 250_000;

    private final Scene scene;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "pile");

    private Pile(Scene scene) {
        this.scene = scene;
    }

    /** Before the first node. */
    static Pile before(Scene scene) {
        Pile begun = new Pile(scene);
        begun.thread.setDaemon(true);
        begun.thread.start();
        return begun;
    }

    private void run() {
        int height = 0;
        while (!Thread.currentThread().isInterrupted()) {
            double living = scene.caller()
                    .metric(scene.management(0), "turnpike_heap_living")
                    .join();
            if (living < NEARLY) {
                height++;
            }
            if (underWay.get() < height) {
                add();
            }
            Patience.rest(STEP);
        }
    }

    private void add() {
        underWay.incrementAndGet();
        CompletableFuture<String> unused = scene.caller()
                .call(scene.agents(0), "slow", ",\"text\":\"" + "x".repeat(ARGUMENTS) + "\"")
                .whenComplete((answer, failure) -> underWay.decrementAndGet());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
