package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The approvals of the cluster: a {@link dev.turnpike.clusterstate.Docket} in each partition of the grid. Stages complete
 * on any thread but Hazelcast's own.
 */
final class HazelcastApprovalDesk implements ApprovalDesk {
    private static final Comparator<Approval> OLDEST_FIRST =
            Comparator.comparingLong(Approval::requestedMillis).thenComparing(Approval::id);

    private final HazelcastInstance member;
    private final IMap<Integer, DocketForm> dockets;
    private final List<Integer> keys;
    private final DocketIds ids;
    private final PatientCalls calls;
    private final ApprovalNews news;
    /** The keys of dockets that this node tended without hearing what became of it. */
    private final Set<Integer> unsure = ConcurrentHashMap.newKeySet();

    HazelcastApprovalDesk(HazelcastInstance member, PatientCalls calls, ApprovalNews news) {
        this.member = member;
        this.dockets = member.getMap(GridConfig.APPROVALS);
        this.keys = QuotaGrid.shards(member.getPartitionService());
        this.ids = new DocketIds(keys.size());
        this.calls = calls;
        this.news = news;
    }

    @Override
    public String newId(String grant) {
        return ids.next(grant);
    }

    @Override
    public CompletionStage<Ruling> put(Motion motion) {
        OptionalInt docket = ids.named(motion.id());
        if (motion instanceof Motion.Ask ask) {
            int own = ids.docketOf(ask.question().grant());
            if (docket.isEmpty() || docket.getAsInt() != own) {
                throw new IllegalArgumentException("id: " + ask.id() + " (expected: one that was made for the grant)");
            }
        }
        if (docket.isEmpty()) {
            return CompletableFuture.completedStage(new Ruling(Ruling.Kind.UNKNOWN, Optional.empty()));
        }
        Integer key = keys.get(docket.getAsInt());
        return calls.make(again -> dockets.submitToKey(key, new RuleMotion(motion, again)))
                .thenApply(form -> {
                    news.tell(form.news());
                    return form.ruling();
                });
    }

    @Override
    public CompletionStage<List<Approval>> list(Which which) {
        return of(keys, key -> calls.make(again -> dockets.submitToKey(key, new ListDocket(which))));
    }

    @Override
    public CompletionStage<Set<String>> decided(Set<String> wanted) {
        Map<Integer, List<String>> byKey = new HashMap<>();
        Set<String> strange = new HashSet<>();
        for (String id : wanted) {
            OptionalInt docket = ids.named(id);
            if (docket.isEmpty()) {
                strange.add(id);
            } else {
                byKey.computeIfAbsent(keys.get(docket.getAsInt()), first -> new ArrayList<>())
                        .add(id);
            }
        }
        CompletionStage<Set<String>> all = CompletableFuture.completedStage(strange);
        for (Map.Entry<Integer, List<String>> some : byKey.entrySet()) {
            CompletionStage<ApprovalsForm> answer =
                    calls.make(again -> dockets.submitToKey(some.getKey(), new DecidedInDocket(some.getValue())));
            all = all.thenCombine(answer, (before, form) -> {
                Set<String> together = new HashSet<>(before);
                together.addAll(form.changed());
                return together;
            });
        }
        return all;
    }

    @Override
    public CompletionStage<List<Approval>> tend(Left left) {
        try {
            return of(keys.stream().filter(this::isOwn).toList(), key -> tend(key, left));
        } catch (RuntimeException notThere) { // as while a member joins another cluster
            return CompletableFuture.failedFuture(
                    new StateUnavailableException("the grid could not be reached: " + notThere.getMessage(), notThere));
        }
    }

    private CompletionStage<ApprovalsForm> tend(Integer key, Left left) {
        boolean wasUnsure = !unsure.add(key);
        return calls.make(again -> dockets.submitToKey(key, new TendDocket(left, again || wasUnsure)))
                .thenApply(form -> {
                    unsure.remove(key);
                    news.tell(form.news());
                    return form;
                });
    }

    @Override
    public Watch watch(Consumer<Approval> watcher) {
        return news.watch(watcher);
    }

    private boolean isOwn(Integer key) {
        Member owner = member.getPartitionService().getPartition(key).getOwner();
        return owner != null && owner.localMember();
    }

    private static CompletionStage<List<Approval>> of(
            List<Integer> some, Function<Integer, CompletionStage<ApprovalsForm>> ask) {
        CompletionStage<List<Approval>> all = CompletableFuture.completedStage(List.of());
        for (Integer key : some) {
            all = all.thenCombine(ask.apply(key), (before, form) -> {
                List<Approval> together = new ArrayList<>(before);
                together.addAll(form.approvals());
                return together;
            });
        }
        return all.thenApply(
                approvals -> approvals.stream().sorted(OLDEST_FIRST).toList());
    }
}
