package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalIds;
import dev.turnpike.clusterstate.ApprovalWatchers;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.Ruling;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The approvals of one process. Watchers are called on the thread that changes one, after the change. */
final class MemoryApprovalDesk implements ApprovalDesk {
    private final RisingClock clock;
    private final ApprovalIds ids = new ApprovalIds();
    private final ApprovalWatchers watchers = new ApprovalWatchers();
    private final Docket docket = new Docket();

    MemoryApprovalDesk(InstantSource clock) {
        this.clock = new RisingClock(clock);
    }

    @Override
    public String newId(String grant) {
        return ids.next('a');
    }

    @Override
    public CompletionStage<Ruling> put(Motion motion) {
        Docket.Ruled ruled;
        synchronized (docket) {
            ruled = docket.rule(motion, now());
        }
        watchers.tell(ruled.news(motion));
        return CompletableFuture.completedStage(ruled.ruling());
    }

    @Override
    public CompletionStage<List<Approval>> list(Which which) {
        synchronized (docket) {
            return CompletableFuture.completedStage(docket.list(which, now()));
        }
    }

    @Override
    public CompletionStage<Set<String>> decided(Set<String> ids) {
        synchronized (docket) {
            return CompletableFuture.completedStage(docket.decided(ids, now()));
        }
    }

    @Override
    public CompletionStage<List<Approval>> tend(Left which) {
        Docket.Change change;
        List<Approval> left;
        synchronized (docket) {
            change = docket.sweep(now());
            left = docket.unsettled(which);
        }
        watchers.tell(change.changed());
        return CompletableFuture.completedStage(left);
    }

    @Override
    public Watch watch(Consumer<Approval> watcher) {
        return watchers.add(watcher);
    }

    /** Takes up approvals that were kept elsewhere. */
    void restore(Collection<Approval> approvals) {
        synchronized (docket) {
            docket.apply(new Docket.Change(Long.MIN_VALUE, List.copyOf(approvals), List.of()));
        }
    }

    private long now() {
        return clock.now().latestMillis();
    }
}
