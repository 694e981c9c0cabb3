package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditSink;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints decisions as they come, on a thread of its own: a terminal that stands still must not hold up the node. What does
 * not fit into the queue is left out, and counted in the output.
 */
final class DecisionPrinter implements AuditSink, AutoCloseable {
    private static final int MOST_WAITING = 1_000;

    private final BlockingQueue<Optional<AuditRecord>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final DecisionLine line;
    private final PrintWriter out;
    private final Thread thread = new Thread(this::print, "decisions");
    private volatile boolean closed;

    DecisionPrinter(DecisionLine line, PrintWriter out) {
        this.line = line;
        this.out = out;
        thread.setDaemon(true);
    }

    /** Begins to print; what came before waits until then. */
    void start() {
        thread.start();
    }

    @Override
    public void accept(AuditRecord record) {
        if (!waiting.offer(Optional.of(record))) {
            leftOut.incrementAndGet();
        }
    }

    private void print() {
        try {
            while (!closed || !waiting.isEmpty()) {
                waiting.take().map(line::of).ifPresent(out::println);
                long missing = leftOut.getAndSet(0);
                if (missing > 0) {
                    out.println("(" + missing + " more decisions, too fast to show)");
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints what waits, for at most a second. */
    @Override
    public void close() {
        closed = true;
        // Wakes the thread; a queue without room for it has woken it already.
        waiting.offer(Optional.empty());
        try {
            thread.join(/* millis= */ 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
