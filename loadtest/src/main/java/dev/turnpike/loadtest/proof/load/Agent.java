package dev.turnpike.loadtest.proof.load;

import dev.turnpike.loadtest.proof.judge.Answer;
import dev.turnpike.loadtest.proof.judge.Sent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client that sends one call after the other at a steady pace, repeats a failed one once, and stops when told. What it
 * repeats is a new call with the same amount. Confined to the event loop it was started on.
 */
final class Agent {
    /** Beats older than this are left out rather than made up for. */
    private static final long BEHIND_NANOS = 1_000_000_000;

    private final Vertx vertx;
    private final Post post;
    private final CallBook book;
    private final Demand demand;
    private final Amounts amounts;
    private final int copies;
    private final long periodNanos;
    private long nextNanos;
    private boolean stopped;

    Agent(Vertx vertx, Post post, CallBook book, Demand demand, Amounts amounts, int copies) {
        this.vertx = vertx;
        this.post = post;
        this.book = book;
        this.demand = demand;
        this.amounts = amounts;
        this.copies = copies;
        this.periodNanos = (long) (1e9 * demand.agents() / demand.callsPerSecond());
    }

    /** Begins somewhere within its first period, so that agents do not march in step. */
    void start() {
        nextNanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(periodNanos);
        pause();
    }

    void stop() {
        stopped = true;
    }

    private void pause() {
        long millis = Math.max(0, nextNanos - System.nanoTime()) / 1_000_000;
        vertx.setTimer(millis + 1, tick -> next());
    }

    private void next() {
        if (stopped) {
            return;
        }
        nextNanos = Math.max(nextNanos + periodNanos, System.nanoTime() - BEHIND_NANOS);
        long micros = amounts.nextMicros();
        long call = book.nextCall();
        List<Future<Answer>> sent = new ArrayList<>(copies);
        for (int copy = 0; copy < copies; copy++) {
            sent.add(send(call, micros, /* retry= */ false));
        }
        Future.all(sent)
                .compose(all -> copies == 1 && all.resultAt(0) != Answer.RAN && all.resultAt(0) != Answer.REFUSED
                        ? send(book.nextCall(), micros, /* retry= */ true)
                        : Future.succeededFuture(Answer.RAN))
                .onComplete(done -> pause());
    }

    private Future<Answer> send(long call, long micros, boolean retry) {
        String grant = demand.limit().grant();
        long sentMillis = System.currentTimeMillis();
        book.began();
        return post.send(demand.token(), demand.session(), CallText.of(call, grant, demand.session(), micros))
                .otherwise(Answer.FAILED)
                .onSuccess(answer -> book.ended(
                        new Sent(call, grant, micros, sentMillis, System.currentTimeMillis(), answer, retry)));
    }
}
