package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Stores approvals, those that come while the store works together the next time. What failed is tried again by
 * {@link #retry}, so that the store also learns of changes that nobody waits for any more. Thread-safe; never blocks.
 */
final class ApprovalWriter {
    private static final int MOST_AT_ONCE = 500;
    private static final int MOST_WAITING = 20_000;

    private final Store store;
    private final Reach reach;
    private final Executor writer;
    private final Queue<Wish> wishes = new ArrayDeque<>();
    /** What failed, the newest of each. */
    private final Map<String, Approval> failed = new LinkedHashMap<>();

    private boolean writing;

    /** @param writer of one thread, which may block */
    ApprovalWriter(Store store, Reach reach, Executor writer) {
        this.store = store;
        this.reach = reach;
        this.writer = writer;
    }

    private record Wish(Approval approval, CompletableFuture<Void> done) {}

    /** Completes on another thread once the approval is stored as it is now, or later. */
    CompletionStage<Void> write(Approval approval) {
        Wish wish = new Wish(approval, new CompletableFuture<>());
        boolean start;
        synchronized (this) {
            if (wishes.size() >= MOST_WAITING) {
                return CompletableFuture.failedStage(
                        new StateUnavailableException("too many approvals wait for the store"));
            }
            wishes.add(wish);
            start = !writing;
            writing = true;
        }
        if (start) {
            start();
        }
        return wish.done;
    }

    /** Tries again what failed. */
    void retry() {
        List<Approval> again;
        synchronized (this) {
            again = List.copyOf(failed.values());
            failed.clear();
        }
        again.forEach(this::write);
    }

    private void start() {
        try {
            writer.execute(this::writeAll);
        } catch (RejectedExecutionException closed) {
            conclude(next(Integer.MAX_VALUE), new StateUnavailableException("the store is closed", closed));
        }
    }

    private void writeAll() {
        for (List<Wish> some = next(MOST_AT_ONCE); !some.isEmpty(); some = next(MOST_AT_ONCE)) {
            conclude(some, written(some));
        }
    }

    private synchronized List<Wish> next(int most) {
        List<Wish> some = new ArrayList<>();
        while (some.size() < most && !wishes.isEmpty()) {
            some.add(wishes.remove());
        }
        writing = !some.isEmpty();
        return some;
    }

    private @Nullable RuntimeException written(List<Wish> some) {
        Map<String, Approval> newest = new LinkedHashMap<>();
        some.forEach(wish -> newest.merge(wish.approval.id(), wish.approval, ApprovalWriter::newer));
        try {
            reach.tell(() -> store.putApprovals(newest.values()));
            return null;
        } catch (RuntimeException e) {
            synchronized (this) {
                newest.values().stream()
                        .limit(MOST_WAITING - failed.size())
                        .forEach(approval -> failed.merge(approval.id(), approval, ApprovalWriter::newer));
            }
            return e;
        }
    }

    private static void conclude(List<Wish> some, @Nullable RuntimeException failure) {
        for (Wish wish : some) {
            if (failure == null) {
                wish.done.complete(null);
            } else {
                wish.done.completeExceptionally(failure);
            }
        }
    }

    private static Approval newer(Approval one, Approval other) {
        return step(one) > step(other) ? one : other;
    }

    private static int step(Approval approval) {
        return approval.steps().get(approval.steps().size() - 1).number();
    }
}
