package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Brings news of the registry to all other members, and waits for them to confirm; or asks them what they know. */
final class Confirmations {
    private final HazelcastInstance member;
    private final GridCalls calls;
    private final IExecutorService others;

    Confirmations(HazelcastInstance member, GridCalls calls) {
        this.member = member;
        this.calls = calls;
        this.others = member.getExecutorService(GridConfig.REGISTRY);
    }

    /**
     * Completes with the snapshot when every member that is there has it or newer. One that leaves meanwhile does not
     * count: when it comes back it reads the registry before it is ready.
     */
    CompletionStage<Snapshot> of(Snapshot news) {
        LearnRegistry task = new LearnRegistry(new RegistryForm(news));
        Map<Member, Throwable> silent = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (Member each : member.getCluster().getMembers()) {
            if (!each.localMember()) {
                answers.add(calls.ask(() -> ask(task, each), revision -> revision)
                        .handle((revision, failure) -> failure == null ? null : silent.put(each, failure))
                        .toCompletableFuture());
            }
        }
        CompletableFuture<Snapshot> confirmed = new CompletableFuture<>();
        CompletionStage<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        all.whenComplete((done, never) -> conclude(news, silent, confirmed));
        return confirmed;
    }

    private void conclude(Snapshot news, Map<Member, Throwable> silent, CompletableFuture<Snapshot> confirmed) {
        silent.keySet().retainAll(member.getCluster().getMembers());
        if (silent.isEmpty()) {
            confirmed.complete(news);
        } else {
            String names = silent.keySet().stream()
                    .map(each -> "`" + GridWatch.text(each) + "`")
                    .sorted()
                    .collect(Collectors.joining(", "));
            confirmed.completeExceptionally(new StateUnavailableException(
                    "stored as revision " + news.revision() + ", but not confirmed in time by " + names
                            + ", which will follow as soon as it is reached",
                    silent.values().iterator().next()));
        }
    }

    /** The newest of {@code own} and what the other members know; fails if one of them that is there cannot be asked. */
    CompletionStage<Snapshot> newest(Snapshot own) {
        CompletionStage<Snapshot> newest = CompletableFuture.completedFuture(own);
        for (Member each : member.getCluster().getMembers()) {
            if (!each.localMember()) {
                newest = newest.thenCombine(
                        ask(new TellRegistry(), each), (known, told) -> newer(known, RegistryForm.snapshot(told)));
            }
        }
        return newest;
    }

    private static Snapshot newer(Snapshot one, Snapshot other) {
        return other.revision() > one.revision() ? other : one;
    }

    private <T> CompletionStage<T> ask(Callable<T> task, Member to) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        others.submitToMember(task, to, new ExecutionCallback<T>() {
            @Override
            public void onResponse(T response) {
                answer.complete(response);
            }

            @Override
            public void onFailure(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
