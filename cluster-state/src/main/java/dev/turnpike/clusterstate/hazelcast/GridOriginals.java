package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the grid holds; a node looks after the shards whose partitions its member owns. */
final class GridOriginals implements Originals {
    private final HazelcastInstance member;
    private final IMap<Integer, ShardForm> quota;
    private final IMap<Integer, DocketForm> dockets;
    private final List<Integer> keys;
    private final GridCalls calls;
    private final HazelcastRegistry registry;
    private final BooleanSupplier founded;
    /** Whose changes were told to nobody, as far as is known: the answer came too late, or not at all. */
    private final Set<Integer> untold = ConcurrentHashMap.newKeySet();

    GridOriginals(HazelcastInstance member, GridCalls calls, HazelcastRegistry registry, BooleanSupplier founded) {
        this.member = member;
        this.quota = member.getMap(GridConfig.QUOTA);
        this.dockets = member.getMap(GridConfig.APPROVALS);
        this.keys = QuotaGrid.shards(member.getPartitionService());
        this.calls = calls;
        this.registry = registry;
        this.founded = founded;
    }

    @Override
    public int shardOf(CounterOwner owner) {
        return Lanes.shard(owner, keys.size());
    }

    @Override
    public Set<Integer> own() {
        return reached(() -> IntStream.range(0, keys.size())
                .filter(shard -> isOwn(keys.get(shard)))
                .boxed()
                .collect(Collectors.toSet()));
    }

    @Override
    public Set<Integer> missing() {
        return reached(() -> {
            Set<Integer> there = new HashSet<>(quota.localKeySet());
            there.retainAll(dockets.localKeySet());
            return own().stream()
                    .filter(shard -> !there.contains(keys.get(shard)))
                    .collect(Collectors.toSet());
        });
    }

    @Override
    public boolean begun() {
        return founded.getAsBoolean();
    }

    @Override
    public CompletionStage<Void> open(
            int shard, Map<CounterOwner, OwnerCounters> counters, Collection<Approval> approvals) {
        Integer key = keys.get(shard);
        return calls.ask(() -> quota.submitToKey(key, RestoreShard.with(counters)), done -> true)
                .thenCombine(
                        calls.ask(
                                () -> dockets.submitToKey(key, new RestoreDocket(List.copyOf(approvals))),
                                done -> true),
                        (one, other) -> null);
    }

    @Override
    public CompletionStage<Void> openAfterLoss(int shard) {
        return calls.ask(() -> quota.submitToKey(keys.get(shard), RestoreShard.lost()), done -> null);
    }

    @Override
    public CompletionStage<Long> knownSince(int shard) {
        return calls.ask(
                () -> quota.submitToKey(keys.get(shard), new ReadCounters(CounterOwner.cluster())),
                ReadingForm::knownSinceMillis);
    }

    @Override
    public boolean meetsOlder() {
        return reached(() -> member.getCluster().getMembers().stream()
                .anyMatch(other -> other.getAttribute(GridConfig.READS_SESSIONS) == null));
    }

    @Override
    public CompletionStage<Map<CounterOwner, OwnerCounters>> changes(int shard, int most) {
        String self = member.getCluster().getLocalMember().getUuid().toString();
        boolean anew = untold.remove(shard);
        return calls.ask(
                        () -> quota.submitToKey(keys.get(shard), new CopyShard(self, most, anew)),
                        CountersForm::counters)
                .whenComplete((changed, failure) -> {
                    if (failure != null) {
                        untold.add(shard);
                    }
                });
    }

    @Override
    public CompletionStage<Snapshot> advance(Snapshot stored) {
        return registry.advance(stored);
    }

    private boolean isOwn(Integer key) {
        Member owner = member.getPartitionService().getPartition(key).getOwner();
        return owner != null && owner.localMember();
    }

    private static <T> T reached(Supplier<T> question) {
        try {
            return question.get();
        } catch (StateUnavailableException e) {
            throw e;
        } catch (RuntimeException notThere) { // as while a member joins another cluster
            throw new StateUnavailableException("the grid could not be reached: " + notThere.getMessage(), notThere);
        }
    }
}
