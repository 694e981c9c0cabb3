package dev.turnpike.gateway.pipeline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What must happen within a time, on one event loop: thousands at once, of which almost none is late. A timer for each
 * would cost more than what it guards, so one timer looks when the next is due, at most every {@link #LOOK_MILLIS}, and
 * what is late is told up to that much later. Confined to its event loop.
 */
public final class Deadlines {
    static final long LOOK_MILLIS = 20;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    /** Rings that became empty are forgotten that often, though nothing is due. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long GRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Vertx vertx;
    /** By length: of two deadlines of one length, the one that began first ends first. */
    private final Map<Duration, Deadline> exact = new HashMap<>();

    private final Map<Duration, Deadline> rounded = new HashMap<>();
    private boolean looking;
    private long lookNanos;
    private long timer;

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
        long now = System.nanoTime();
        return add(exact, time, now, now + time.toNanos(), late);
    }

    /** The same up to a second later, together with all others of that second: for what is much and not urgent. */
    public Deadline about(Duration time, Runnable late) {
        long now = System.nanoTime();
        return add(rounded, time, now, roundedUp(now + time.toNanos()), late);
    }

    static long roundedUp(long nanos) {
        return nanos + Math.floorMod(-nanos, GRAIN_NANOS);
    }

    private Deadline add(Map<Duration, Deadline> rings, Duration time, long now, long atNanos, Runnable late) {
        Deadline deadline = new Deadline(atNanos, late);
        rings.computeIfAbsent(time, first -> new Deadline(Long.MAX_VALUE, () -> {}))
                .append(deadline);
        lookBy(atNanos, now);
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

    private void lookBy(long atNanos, long now) {
        long waitNanos = Math.min(LONGEST_NANOS, Math.max(LOOK_NANOS, atNanos - now));
        if (looking) {
            if (now + waitNanos - lookNanos >= 0) {
                return;
            }
            vertx.cancelTimer(timer);
        }
        looking = true;
        lookNanos = now + waitNanos;
        timer = vertx.setTimer(Math.max(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(waitNanos)), tick -> look());
    }

    private void look() {
        looking = false;
        try {
            expire(exact);
            expire(rounded);
        } finally {
            lookAgain(exact);
            lookAgain(rounded);
        }
    }

    private static void expire(Map<Duration, Deadline> rings) {
        long now = System.nanoTime();
        rings.values().removeIf(Deadline::isAlone);
        for (Deadline ring : rings.values().toArray(Deadline[]::new)) {
            expire(ring, now);
        }
    }

    private void lookAgain(Map<Duration, Deadline> rings) {
        long now = System.nanoTime();
        for (Deadline ring : rings.values()) {
            lookBy(ring.isAlone() ? now + LONGEST_NANOS : ring.later.atNanos, now);
        }
    }

    private static void expire(Deadline ring, long now) {
        Deadline next = ring.later;
        while (next != ring && now - next.atNanos >= 0) {
            next.cancel();
            next.late.run();
            next = ring.later;
        }
    }
}
