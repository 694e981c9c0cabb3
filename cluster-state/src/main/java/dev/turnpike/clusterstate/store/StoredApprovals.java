package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Approvals whose rulings are told once they are stored. What a ruling changed stays changed in the cluster though the
 * store fails; it is stored later, and whoever made the motion hears that the approvals are not available. A call that
 * took a use then does not run, and gives it back.
 *
 * <p>That steps were noted is stored without anybody waiting for it: after the loss of the whole cluster a step may be
 * made known twice.
 */
final class StoredApprovals implements ApprovalDesk {
    private static final int MOST_KNOWN = 20_000;

    private final ApprovalDesk desk;
    private final ApprovalWriter writer;
    /** Approvals as this node last stored them, by a number that says so: asking for them again costs no writing. */
    private final Map<String, Long> stored = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    StoredApprovals(ApprovalDesk desk, ApprovalWriter writer) {
        this.desk = desk;
        this.writer = writer;
    }

    @Override
    public String newId(String grant) {
        return desk.newId(grant);
    }

    @Override
    public CompletionStage<Ruling> put(Motion motion) {
        CompletionStage<Ruling> ruled = desk.put(motion);
        return motion instanceof Motion.Look ? ruled : ruled.thenCompose(ruling -> kept(motion, ruling));
    }

    @Override
    public CompletionStage<List<Approval>> list(Which which) {
        return desk.list(which);
    }

    @Override
    public CompletionStage<Set<String>> decided(Set<String> ids) {
        return desk.decided(ids);
    }

    @Override
    public CompletionStage<List<Approval>> tend(Left left) {
        return desk.tend(left);
    }

    @Override
    public Watch watch(Consumer<Approval> watcher) {
        return desk.watch(watcher);
    }

    private CompletionStage<Ruling> kept(Motion motion, Ruling ruling) {
        Approval approval = ruling.approval().orElse(null);
        if (approval == null || isStored(approval)) {
            return CompletableFuture.completedStage(ruling);
        }
        CompletionStage<Void> writing = writer.write(approval).thenAccept(done -> remember(approval));
        if (motion instanceof Motion.Note) {
            return CompletableFuture.completedStage(ruling);
        }
        return writing.handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedStage(ruling)
                        : refused(motion, ruling, approval, failure));
    }

    private CompletionStage<Ruling> refused(Motion motion, Ruling ruling, Approval approval, Throwable failure) {
        StateUnavailableException unavailable = new StateUnavailableException(
                "the store is not reached, and nothing is done that it does not know", failure);
        if (ruling.kind() != Ruling.Kind.GRANTED) {
            return CompletableFuture.failedStage(unavailable);
        }
        return desk.put(new Motion.GiveBack(approval.id(), taker(motion)))
                .handle((given, unknown) -> given)
                .thenCompose(given -> CompletableFuture.failedStage(unavailable));
    }

    private static String taker(Motion motion) {
        return motion instanceof Motion.Ask ask ? ask.taker() : ((Motion.Take) motion).taker();
    }

    private boolean isStored(Approval approval) {
        return Long.valueOf(version(approval)).equals(stored.get(approval.id()));
    }

    private void remember(Approval approval) {
        stored.put(approval.id(), version(approval));
    }

    /** Another one whenever anything about the approval that a store keeps is another. */
    private static long version(Approval approval) {
        long steps = approval.steps().get(approval.steps().size() - 1).number();
        return steps << 32 | (long) approval.noted() << 1 | (approval.told() ? 1 : 0);
    }
}
