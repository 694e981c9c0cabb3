package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What must happen within a time, on one event loop: thousands at once, of which almost none is late. A timer for each
 * would cost more than what it guards, so one timer looks every {@link #LOOK_MILLIS}, and what is late is told up to
 * that much later. Confined to its event loop.
 */
public final class Deadlines {
    static final long LOOK_MILLIS = 20;

    private final Vertx vertx;
    /** By length: of two deadlines of one length, the one that began first ends first. */
    private final Map<Duration, Deadline> lists = new HashMap<>();

    private boolean looking;

    /** Those of the current event loop. */
    public Deadlines(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Something that is awaited; a member of a ring in order of time, whose head is none itself. */
    public static final class Deadline {
        private final long atNanos;
        private final Runnable late;
        private Deadline earlier = this;
        private Deadline later = this;

        private Deadline(long atNanos, Runnable late) {
            this.atNanos = atNanos;
            this.late = late;
        }

        /** It has happened, or nobody waits any more. */
        public void cancel() {
            earlier.later = later;
            later.earlier = earlier;
            earlier = this;
            later = this;
        }

        private boolean isAlone() {
            return later == this;
        }

        private void append(Deadline last) {
            last.earlier = earlier;
            last.later = this;
            earlier.later = last;
            earlier = last;
        }
    }

    /** Calls {@code late} unless the deadline is cancelled within the time. */
    public Deadline in(Duration time, Runnable late) {
        Deadline deadline = new Deadline(System.nanoTime() + time.toNanos(), late);
        lists.computeIfAbsent(time, first -> new Deadline(Long.MAX_VALUE, () -> {}))
                .append(deadline);
        if (!looking) {
            looking = true;
            vertx.setTimer(LOOK_MILLIS, tick -> look());
        }
        return deadline;
    }

    /** What {@code work} leads to, or a {@link TimeoutException} if that takes longer. */
    public <T> Future<T> within(Duration time, Future<T> work) {
        if (work.isComplete()) {
            return work;
        }
        Promise<T> first = Promise.promise();
        Deadline deadline = in(time, () -> first.tryFail(new TimeoutException()));
        work.onComplete(done -> {
            deadline.cancel();
            if (done.succeeded()) {
                first.tryComplete(done.result());
            } else {
                first.tryFail(done.cause());
            }
        });
        return first.future();
    }

    private void look() {
        long now = System.nanoTime();
        Iterator<Deadline> all = lists.values().iterator();
        while (all.hasNext()) {
            Deadline list = all.next();
            if (list.isAlone()) {
                all.remove();
            }
        }
        try {
            for (Deadline list : lists.values().toArray(Deadline[]::new)) {
                expire(list, now);
            }
        } finally {
            looking = !lists.isEmpty();
            if (looking) {
                vertx.setTimer(LOOK_MILLIS, tick -> look());
            }
        }
    }

    private static void expire(Deadline list, long now) {
        Deadline next = list.later;
        while (next != list && now - next.atNanos >= 0) {
            next.cancel();
            next.late.run();
            next = list.later;
        }
    }
}
