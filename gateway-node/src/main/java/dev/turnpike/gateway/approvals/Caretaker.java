package dev.turnpike.gateway.approvals;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDesk.Left;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.gateway.metrics.Meters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the approvals that this node has to: once a second, and whenever there is news, it records the steps that
 * nobody noted yet and has people told, every few seconds ends what is void, and notes the steps for which nothing is left to do. One
 * thread of its own; rounds never overlap, and a round that fails is made again.
 *
 * <p>A step is recorded and told once by the same node. When a node dies before it noted a step, the next one does both
 * again; the step's id tells doubles apart. Where very many steps wait for people to hear of them, because a webhook is
 * down, the rest is noted before: calls come first, and should this node die then, people do not hear of those steps.
 */
public final class Caretaker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long FULL_ROUND_MILLIS = 5_000;
    /** Where very many are open, full rounds are rarer, ... */
    private static final long RAREST_FULL_ROUND_MILLIS = 30_000;
    /** ... so that they take at most one part in so many of a core. */
    private static final long FULL_ROUND_REST = 200;
    /** News come in crowds; one round is for all of them. */
    private static final long GATHER_MILLIS = 20;
    /** News make a round at most every so many times as long as one takes: it shares the node with the calls. */
    private static final long REST = 4;

    private static final long LONGEST_ROUND_MILLIS = 30_000;
    /** The desk takes no more questions of a grant with too many that are not noted. */
    private static final int MOST_UNTOLD = 250;

    private static final long CLOSE_MILLIS = 2_000;

    private final ApprovalDesk desk;
    private final StepRecorder recorder;
    private final Announcer announcer;
    private final Meters meters;
    private final InstantSource clock;
    private final Voids voids;
    private final Map<String, Custody> custodies = new HashMap<>();
    private final ScheduledExecutorService thread;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ApprovalDesk.Watch news;
    private volatile Figures figures = Figures.NONE;
    private volatile long restMillis;
    private long fullRoundMillis = FULL_ROUND_MILLIS;
    private boolean busy;
    private boolean again;
    private boolean failing;
    private boolean hasLooked;
    private long lookedNanos;
    private long lookedMillis;

    /** Begins to look after the approvals of {@code desk}. */
    public Caretaker(
            ApprovalDesk desk,
            Approvals approvals,
            StepRecorder recorder,
            Announcer announcer,
            Meters meters,
            InstantSource clock) {
        this.desk = desk;
        this.recorder = recorder;
        this.announcer = announcer;
        this.meters = meters;
        this.clock = clock;
        this.voids = new Voids(approvals);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "turnpike-approvals");
            thread.setDaemon(true);
            return thread;
        });
        this.news = desk.watch(this::heard);
        meters.approvals(
                () -> figures.pending(), () -> figures.approved(), () -> figures.oldestPendingSeconds(clock.millis()));
        Future<?> unused =
                thread.scheduleWithFixedDelay(this::round, /* initialDelay= */ 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Makes a last round, and stops; what is not noted then is left to the next node. */
    @Override
    public void close() {
        news.close();
        later(this::lastRound);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void lastRound() {
        try {
            lookAfter(
                    tended(Left.UNNOTED).toCompletableFuture().get(CLOSE_MILLIS / 2, TimeUnit.MILLISECONDS),
                    Left.UNNOTED);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failure) {
            LOG.debug("the last round is left to the next node", failure);
        }
    }

    private void heard(Approval approval) {
        if (!approval.unnoted().isEmpty()) {
            wake();
        }
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                long pause = Math.max(GATHER_MILLIS, restMillis);
                Future<?> unused = thread.schedule(this::round, pause, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                LOG.trace("news after the end");
            }
        }
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.trace("an answer after the end");
        }
    }

    private void round() {
        woken.set(false);
        if (busy) {
            again = true;
            return;
        }
        busy = true;
        Left left = fullRoundIsDue() ? Left.ALL : Left.UNNOTED;
        long begun = System.nanoTime();
        tended(left)
                .whenComplete((approvals, failure) -> later(() -> {
                    busy = false;
                    if (failure == null) {
                        lookAfter(approvals, left);
                    } else {
                        failed(failure);
                    }
                    rest(left, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                    if (again) {
                        again = false;
                        wake();
                    }
                }));
    }

    private void rest(Left left, long tookMillis) {
        restMillis = Math.min(PERIOD_MILLIS, REST * tookMillis);
        if (left == Left.ALL) {
            fullRoundMillis =
                    Math.min(RAREST_FULL_ROUND_MILLIS, Math.max(FULL_ROUND_MILLIS, FULL_ROUND_REST * tookMillis));
        }
    }

    /** What is open is looked at less often than what is to be done at once: it may be much. */
    private boolean fullRoundIsDue() {
        long nanos = System.nanoTime();
        long millis = clock.millis(); // approvals end by the clock, which may have jumped
        boolean due = !hasLooked
                || nanos - lookedNanos >= TimeUnit.MILLISECONDS.toNanos(fullRoundMillis)
                || Math.abs(millis - lookedMillis) >= fullRoundMillis;
        if (due) {
            hasLooked = true;
            lookedNanos = nanos;
            lookedMillis = millis;
        }
        return due;
    }

    private CompletionStage<List<Approval>> tended(Left left) {
        try {
            return desk.tend(left).toCompletableFuture().copy().orTimeout(LONGEST_ROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void lookAfter(List<Approval> approvals, Left left) {
        try {
            long now = clock.millis();
            if (left == Left.ALL) {
                figures = Figures.of(approvals);
                endVoid(approvals, now);
            }
            recordFresh(approvals, now);
            forgetLost(now);
            noteAll();
            failing = false;
        } catch (RuntimeException failure) {
            failed(failure);
        }
    }

    private void endVoid(List<Approval> approvals, long now) {
        voids.keep(approvals);
        for (Approval approval : approvals) {
            voids.reason(approval, now)
                    .ifPresent(why -> put(new Motion.Expire(approval.id(), why))
                            .whenComplete((ruling, failure) -> later(() -> reportIfFailed(failure))));
        }
    }

    private record Fresh(Approval approval, Custody custody, ApprovalStep step) {}

    /** In the order in which the steps were taken, so that people hear of them in that order. */
    private void recordFresh(List<Approval> approvals, long now) {
        List<Fresh> all = new ArrayList<>();
        for (Approval approval : approvals) {
            if (!approval.unnoted().isEmpty()) {
                custodies.computeIfAbsent(approval.id(), id -> new Custody(approval, now));
            }
            Custody custody = custodies.get(approval.id());
            if (custody != null) {
                custody.seen(approval, now);
                custody.fresh(approval).forEach(step -> all.add(new Fresh(approval, custody, step)));
            }
        }
        all.sort(Comparator.comparingLong(fresh -> fresh.step().atMillis())); // stable: an approval's steps keep theirs
        for (Fresh fresh : all) {
            fresh.custody().recorded(fresh.step());
            recorder.record(fresh.approval(), fresh.step(), () -> later(() -> kept(fresh)));
            tell(fresh);
        }
    }

    private void kept(Fresh fresh) {
        fresh.custody().kept(fresh.step().number());
        note(fresh.approval().id(), fresh.custody(), /* hasty= */ false);
    }

    private void tell(Fresh fresh) {
        String id = fresh.approval().id();
        announcer
                .announce(fresh.approval().withoutArguments(), fresh.step())
                .whenComplete((done, impossible) -> later(() -> {
                    fresh.custody().told(fresh.step().number());
                    note(id, fresh.custody(), /* hasty= */ false);
                }));
    }

    /** What another node does now, and what is done. */
    private void forgetLost(long now) {
        custodies.entrySet().removeIf(entry -> {
            boolean lost = entry.getValue().isLost(now);
            if (lost) {
                announcer.forget(entry.getKey());
            }
            return lost || entry.getValue().isOver();
        });
    }

    private void noteAll() {
        Map<String, Integer> ofGrant = new HashMap<>();
        custodies.forEach(
                (id, custody) -> note(id, custody, ofGrant.merge(custody.grant(), 1, Integer::sum) > MOST_UNTOLD));
    }

    private void note(String id, Custody custody, boolean hasty) {
        int done = custody.done(hasty);
        if (custodies.get(id) == custody && custody.notes(done)) {
            put(new Motion.Note(id, done))
                    .whenComplete((ruling, failure) -> later(() -> {
                        if (failure != null) {
                            custody.notNoted(); // the next round tries again
                        }
                        reportIfFailed(failure);
                    }));
        }
    }

    private CompletionStage<Ruling> put(Motion motion) {
        try {
            return desk.put(motion);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private void reportIfFailed(@Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        meters.approvalsUntended();
        if (!failing) {
            failing = true; // one line for each outage, not one for each second
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            LOG.error("approvals cannot be looked after, this goes on: {}", String.valueOf(cause));
        }
    }
}
