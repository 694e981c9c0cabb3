package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.Ruling;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The approvals of one process. Watchers are called on the thread that changes one, after the change. */
final class MemoryApprovalDesk implements ApprovalDesk {
    private static final int ID_BYTES = 10;

    private final RisingClock clock;
    private final SecureRandom random = new SecureRandom();
    private final List<Consumer<Approval>> watchers = new CopyOnWriteArrayList<>();
    private final Docket docket = new Docket();

    MemoryApprovalDesk(InstantSource clock) {
        this.clock = new RisingClock(clock);
    }

    @Override
    public String newId(String grant) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return "a" + HexFormat.of().formatHex(id);
    }

    @Override
    public CompletionStage<Ruling> put(Motion motion) {
        List<Approval> changed = new ArrayList<>();
        Ruling ruling;
        synchronized (docket) {
            ruling = docket.rule(motion, now(), changed);
        }
        tell(changed);
        return CompletableFuture.completedStage(ruling);
    }

    @Override
    public CompletionStage<List<Approval>> list(Which which) {
        return CompletableFuture.completedStage(sweep().stream()
                .filter(approval -> which == Which.ALL || approval.state() == Approval.State.PENDING)
                .toList());
    }

    @Override
    public CompletionStage<List<Approval>> tend() {
        return CompletableFuture.completedStage(sweep());
    }

    @Override
    public Watch watch(Consumer<Approval> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private List<Approval> sweep() {
        List<Approval> left;
        Docket.Change change;
        synchronized (docket) {
            change = docket.sweep(now());
            left = docket.approvals().stream().map(Approval::withoutArguments).toList();
        }
        tell(change.changed());
        return left;
    }

    private void tell(Collection<Approval> changed) {
        changed.forEach(approval -> {
            Approval shown = approval.withoutArguments();
            watchers.forEach(watcher -> watcher.accept(shown));
        });
    }

    private long now() {
        return clock.now().latestMillis();
    }
}
