package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

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
            try {
                List<Wish> batch = some;
                Set<String> strange = reach.ask(() ->
                        store.putApprovals(batch.stream().map(Wish::approval).toList()));
                batch.forEach(wish -> conclude(wish, strange.contains(wish.approval.id())));
            } catch (RuntimeException failure) {
                // The store is gone for all who wait: none of them needs to find that out once more.
                remember(some);
                conclude(some, failure);
                List<Wish> others = next(Integer.MAX_VALUE);
                remember(others);
                conclude(others, failure);
            }
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

    private synchronized void remember(List<Wish> some) {
        for (Wish wish : some) {
            if (failed.size() < MOST_WAITING || failed.containsKey(wish.approval.id())) {
                failed.merge(wish.approval.id(), wish.approval, ApprovalWriter::newer);
            }
        }
    }

    private static void conclude(Wish wish, boolean strange) {
        if (strange) {
            wish.done.completeExceptionally(
                    new StateUnavailableException("the approval went on elsewhere, without what happened here"));
        } else {
            wish.done.complete(null);
        }
    }

    private static void conclude(List<Wish> some, RuntimeException failure) {
        some.forEach(wish -> wish.done.completeExceptionally(failure));
    }

    private static Approval newer(Approval one, Approval other) {
        return Lineage.last(one).number() > Lineage.last(other).number() ? one : other;
    }
}
