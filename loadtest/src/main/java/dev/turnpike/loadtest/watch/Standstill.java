package dev.turnpike.loadtest.watch;

import dev.turnpike.loadtest.proof.site.NodeProcess;
import dev.turnpike.loadtest.proof.site.Patience;
import java.time.Duration;
import java.util.List;

/** Nodes that stand still in turn, again and again, until it is closed. It has a thread of its own, so that calls go on. */
final class Standstill implements AutoCloseable {
    private final List<NodeProcess> nodes;
    private final Duration time;
    private final Thread thread = new Thread(this::run, "standstill");

    private volatile boolean over;

    private Standstill(List<NodeProcess> nodes, Duration time) {
        this.nodes = nodes;
        this.time = time;
    }

    /** Each stands still for so long, and all run for half of it before the next one does. */
    static Standstill of(List<NodeProcess> nodes, Duration time) {
        Standstill begun = new Standstill(List.copyOf(nodes), time);
        begun.thread.setDaemon(true);
        begun.thread.start();
        return begun;
    }

    private void run() {
        while (!over) {
            for (NodeProcess node : nodes) {
                node.pause();
                Patience.rest(time);
                node.resume();
                Patience.rest(time.dividedBy(2));
            }
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
