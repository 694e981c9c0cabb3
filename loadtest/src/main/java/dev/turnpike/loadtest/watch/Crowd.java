package dev.turnpike.loadtest.watch;

import java.util.concurrent.CompletableFuture;

/** Agents of whom each calls again as soon as it has its answer: as much as a node can do, and never more under way. */
final class Crowd implements AutoCloseable {
    private static final int AGENTS = 12;
    private static final int ARGUMENTS = 60_000;

    private final Scene scene;
    private volatile boolean over;

    private Crowd(Scene scene) {
        this.scene = scene;
    }

    /** Before the first node. */
    static Crowd before(Scene scene) {
        Crowd begun = new Crowd(scene);
        for (int agent = 0; agent < AGENTS; agent++) {
            begun.callAgain();
        }
        return begun;
    }

    private void callAgain() {
        if (!over) {
            CompletableFuture<Void> unused = scene.caller()
                    .call(scene.agents(0), "free", ",\"text\":\"" + "x".repeat(ARGUMENTS) + "\"")
                    .thenRunAsync(this::callAgain);
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
