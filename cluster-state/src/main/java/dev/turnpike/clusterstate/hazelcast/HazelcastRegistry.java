package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryChange;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.SnapshotFeed;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The registry of the cluster, and this node's copy of it. Whoever changes it brings the news to the others; whoever
 * missed them finds out by {@link #refresh}. Watchers are called on the thread that first brings the news.
 */
final class HazelcastRegistry implements Registry {
    /** The one key of the map. */
    private static final String ALL = "all";
    /** A question to a member that is going may never be answered; the next one may. */
    private static final int PATIENCE_SECONDS = 5;

    private final IMap<String, RegistryForm> map;
    private final GridCalls calls;
    private final Confirmations confirmations;
    private final SnapshotFeed feed = new SnapshotFeed();
    private volatile boolean known;

    /** What the grid holds is {@link #known} once {@link #refresh} has succeeded. */
    HazelcastRegistry(HazelcastInstance member, GridCalls calls) {
        this.map = member.getMap(GridConfig.REGISTRY);
        this.calls = calls;
        this.confirmations = new Confirmations(member, calls);
        member.getUserContext().put(GridConfig.REGISTRY, feed);
    }

    @Override
    public Snapshot snapshot() {
        return feed.current();
    }

    @Override
    public boolean known() {
        return known;
    }

    /**
     * Asks what the grid holds, and follows it, even back to a lower revision: after a split another registry may have
     * survived. Where the grid holds none at all, either nobody ever stored one or the memory of it was lost, and it
     * gets the newest that any member knows. Blocks, for {@link #PATIENCE_SECONDS} for each question at most.
     *
     * @param anew whether to read all of it even if its revision is as known
     * @throws StateUnavailableException if the grid, or a member that may know more than it, does not answer
     */
    void refresh(boolean anew) {
        long turn = feed.turn();
        long revision = answer(() -> map.submitToKey(ALL, new RegistryRevision()));
        if (revision == RegistryRevision.NONE) {
            restore(answer(() -> confirmations.newest(feed.current())));
        } else if (revision > 0 && (anew || revision != feed.current().revision())) {
            feed.follow(RegistryForm.snapshot(answer(() -> map.getAsync(ALL))), turn);
        }
        known = true;
    }

    private void restore(Snapshot newest) {
        if (newest.revision() > 0) {
            feed.advance(RegistryForm.snapshot(
                    answer(() -> map.submitToKey(ALL, new AdvanceRegistry(new RegistryForm(newest))))));
        }
    }

    private static <T> T answer(Supplier<CompletionStage<T>> question) {
        try {
            return question.get().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("the grid is closed", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new StateUnavailableException("the registry could not be read: " + e, e);
        }
    }

    /** What is known may be that of another cluster; until it has been read again, it counts as not known. */
    void doubt() {
        known = false;
    }

    @Override
    public CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn) {
        RegistryChange change = RegistryChange.of(changed, removed, basedOn);
        return stored(new ChangeRegistry(change), stored -> {
            if (!change.isIn(stored)) {
                throw new RegistryMovedException(basedOn, stored.revision());
            }
        });
    }

    /** As {@link dev.turnpike.clusterstate.Originals#advance}. */
    CompletionStage<Snapshot> advance(Snapshot news) {
        return stored(new AdvanceRegistry(new RegistryForm(news)), stored -> {});
    }

    /** Makes a step of the registry, and brings everybody to where it led, unless {@code check} throws. */
    private CompletionStage<Snapshot> stored(
            EntryProcessor<String, RegistryForm, RegistryForm> step, Consumer<Snapshot> check) {
        CompletableFuture<Snapshot> result = new CompletableFuture<>();
        // On another thread: the one that brings an answer may not ask Hazelcast anything.
        calls.ask(() -> map.submitToKey(ALL, step), RegistryForm::snapshot)
                .whenCompleteAsync(
                        (stored, failure) -> {
                            if (failure != null) {
                                result.completeExceptionally(failure);
                                return;
                            }
                            feed.advance(stored);
                            try {
                                check.accept(stored);
                                follow(confirmations.of(stored), result);
                            } catch (RegistryMovedException moved) {
                                result.completeExceptionally(moved);
                            }
                        },
                        ForkJoinPool.commonPool());
        return result;
    }

    /** The one in force: the grid keeps no earlier ones. */
    @Override
    public CompletionStage<List<Resource>> revisions(String policy) {
        Resource inForce = snapshot().resources().get(new Resource.Id(Resource.Kind.POLICY, policy));
        return CompletableFuture.completedStage(inForce == null ? List.of() : List.of(inForce));
    }

    @Override
    public Watch watch(Consumer<Snapshot> watcher) {
        return feed.watch(watcher);
    }

    private static void follow(CompletionStage<Snapshot> stage, CompletableFuture<Snapshot> result) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
