package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.RisingClock;
import dev.turnpike.clusterstate.Ruling;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.AbstractMap.SimpleEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One docket at two members with clocks of their own, as Hazelcast would keep it; all that passes is serialised. */
final class DocketPair implements AutoCloseable {
    private final TestWire wire = new TestWire();
    private Member primary;
    private Member backup;
    private boolean linked = true;

    DocketPair(InstantSource one, InstantSource other) {
        primary = new Member(new RisingClock(one));
        backup = new Member(new RisingClock(other));
    }

    private static final class Member {
        private final HazelcastInstance instance;
        private Map.Entry<Integer, @Nullable DocketForm> entry = new SimpleEntry<>(0, null);

        Member(RisingClock clock) {
            ConcurrentMap<String, Object> context = new ConcurrentHashMap<>(Map.of(GridConfig.CLOCK, clock));
            instance = (HazelcastInstance) Proxy.newProxyInstance(
                    Member.class.getClassLoader(),
                    new Class<?>[] {HazelcastInstance.class},
                    (proxy, method, arguments) -> context);
        }
    }

    /** The ruling; none if the backup should hear of it and does not, so that nobody is told. */
    Optional<Ruling> put(Motion motion, boolean again) {
        return run(new RuleMotion(motion, again)).map(RulingForm::ruling);
    }

    /** What is left; none as above. */
    Optional<List<Approval>> tend(boolean again) {
        return run(new TendDocket(ApprovalDesk.Left.ALL, again)).map(ApprovalsForm::approvals);
    }

    private <R> Optional<R> run(DocketStep<R> step) {
        DocketStep<R> travelled = wire.travelled(step);
        travelled.setHazelcastInstance(primary.instance);
        R answer = wire.travelled(travelled.process(primary.entry));
        EntryProcessor<Integer, DocketForm, R> change = travelled.getBackupProcessor();
        if (change != null && linked) {
            wire.travelled(change).process(backup.entry);
        }
        return change == null || linked ? Optional.of(answer) : Optional.empty();
    }

    /** Whether what the owner tells reaches the backup from now on; what was lost is not told again by itself. */
    void link(boolean isLinked) {
        linked = isLinked;
    }

    /** The owner is gone, and with it whatever had not reached the backup; the other member owns the docket. */
    void failOver() {
        Member gone = primary;
        primary = backup;
        backup = gone;
        DocketForm form = primary.entry.getValue();
        backup.entry = new SimpleEntry<>(0, form == null ? null : wire.travelled(form));
        primary.entry = new SimpleEntry<>(0, form == null ? null : wire.travelled(form));
        linked = true;
    }

    void loseBoth() {
        primary.entry = new SimpleEntry<>(0, null);
        backup.entry = new SimpleEntry<>(0, null);
        linked = true;
    }

    /** The approvals as the owner has them. */
    List<Approval> approvals() {
        DocketForm form = primary.entry.getValue();
        return form == null ? List.of() : List.copyOf(form.docket().approvals());
    }

    @Override
    public void close() {
        wire.close();
    }
}
