package dev.turnpike.clusterstate.store;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.Originals;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A store that outlives the nodes of a test, and can be put out of reach. */
final class PaperStore implements Store {
    private final Map<String, Approval> approvals = new LinkedHashMap<>();
    /** Those of each owner, and with them those of its sessions where earlier releases are to read them. */
    private final Map<CounterOwner, OwnerCounters> counters = new HashMap<>();
    /** Those of sessions that are stored apart, by owner and session. */
    private final Map<CounterOwner, Map<String, OwnerCounters>> sessions = new HashMap<>();

    private Snapshot registry = new Snapshot(0, Map.of());
    private final List<Resource> policies = new ArrayList<>();
    private volatile boolean down;
    private int glances;
    private int readings;
    private long heaviest;
    private volatile CountDownLatch changes = new CountDownLatch(0);

    void down(boolean now) {
        down = now;
    }

    /** How often its revision was asked for. */
    synchronized int glances() {
        return glances;
    }

    /** How often all counters or approvals were read. */
    synchronized int readings() {
        return readings;
    }

    /** How much was the most that was written at once. */
    synchronized long heaviest() {
        return heaviest;
    }

    /** The next so many changes of the registry wait for each other: none of them knows of another. */
    void gather(int next) {
        changes = new CountDownLatch(next);
    }

    @Override
    public String kind() {
        return "paper";
    }

    @Override
    public synchronized long registryRevision() {
        glances++;
        return registry().revision();
    }

    @Override
    public synchronized Snapshot registry() {
        requireUp();
        return registry;
    }

    @Override
    public boolean advance(Snapshot before, Snapshot after) {
        CountDownLatch others = changes;
        others.countDown();
        try {
            assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return advanced(before, after);
    }

    private synchronized boolean advanced(Snapshot before, Snapshot after) {
        requireUp();
        if (registry.revision() != before.revision()) {
            return false;
        }
        registry = after;
        after.resources().values().stream()
                .filter(resource -> resource.kind() == Resource.Kind.POLICY && !policies.contains(resource))
                .forEach(resource -> policies.add(0, resource));
        return true;
    }

    @Override
    public synchronized List<Resource> revisions(String policy) {
        requireUp();
        return policies.stream().filter(one -> one.name().equals(policy)).toList();
    }

    @Override
    public synchronized Set<String> putApprovals(Collection<Approval> some) {
        requireUp();
        some.forEach(approval ->
                approvals.merge(approval.id(), approval, (old, now) -> newest(old) <= newest(now) ? now : old));
        return Set.of();
    }

    @Override
    public synchronized List<Approval> approvals() {
        requireUp();
        readings++;
        return new ArrayList<>(approvals.values());
    }

    @Override
    public synchronized void putCounters(Map<CounterOwner, OwnerCounters> some) {
        requireUp();
        heaviest = Math.max(heaviest, Originals.weight(some));
        some.forEach((owner, now) -> now.tallies().stream()
                .collect(groupingBy(tally -> tally.counter().session()))
                .forEach((session, tallies) -> {
                    OwnerCounters part = OwnerCounters.of(now.latestMillis(), tallies);
                    if (session.isEmpty()) {
                        counters.merge(owner, part, PaperStore::later);
                    } else {
                        sessions.computeIfAbsent(owner, first -> new HashMap<>())
                                .merge(session, part, PaperStore::later);
                    }
                }));
    }

    @Override
    public synchronized void putCountersForOlder(Map<CounterOwner, OwnerCounters> some) {
        requireUp();
        some.forEach((owner, now) -> counters.merge(owner, now, PaperStore::later));
    }

    @Override
    public synchronized Map<CounterOwner, OwnerCounters> counters(long nowMillis) {
        requireUp();
        readings++;
        Map<CounterOwner, List<OwnerCounters>> parts = new HashMap<>();
        counters.forEach((owner, own) ->
                parts.computeIfAbsent(owner, first -> new ArrayList<>()).add(own));
        sessions.forEach((owner, apart) ->
                parts.computeIfAbsent(owner, first -> new ArrayList<>()).addAll(apart.values()));
        Map<CounterOwner, OwnerCounters> live = new HashMap<>();
        parts.forEach((owner, some) -> live.put(owner, CounterTable.joined(some)));
        live.values().removeIf(some -> some.endMillis() <= nowMillis);
        return live;
    }

    /** What an earlier release would read. */
    synchronized Map<CounterOwner, OwnerCounters> countersAsOlderReads() {
        return Map.copyOf(counters);
    }

    @Override
    public void forget(long nowMillis) {
        requireUp();
    }

    @Override
    public void close() {}

    private static OwnerCounters later(OwnerCounters old, OwnerCounters now) {
        return old.latestMillis() <= now.latestMillis() ? now : old;
    }

    private static int newest(Approval approval) {
        return approval.steps().get(approval.steps().size() - 1).number();
    }

    private void requireUp() {
        if (down) {
            throw new StateUnavailableException("the store is down");
        }
    }
}
