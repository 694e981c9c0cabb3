package dev.turnpike.clusterstate.hazelcast;

import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.QuotaLedger;
import dev.turnpike.clusterstate.RisingClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A member for all tests of a class, configured as in production; each test gets maps and a clock of its own. */
final class TestMember implements BeforeAllCallback, AfterAllCallback {
    private final GridSettings settings =
            TestGrid.settings("test-" + UUID.randomUUID(), /* size= */ 1, /* memberPort= */ 0, List.of());
    private final GridCalls calls = new GridCalls(settings.deadline());
    private final HazelcastInstance member =
            Hazelcast.newHazelcastInstance(GridConfig.of(settings, new RisingClock(InstantSource.system())));
    private final PatientCalls patient = new PatientCalls(settings.deadline());
    private final List<QuotaGrid> opened = new ArrayList<>();
    private final List<ApprovalNews> news = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext context) {}

    @Override
    public void afterAll(ExtensionContext context) {
        opened.forEach(QuotaGrid::close);
        member.shutdown();
        patient.close();
        news.forEach(ApprovalNews::close);
        calls.close();
    }

    HazelcastInstance member() {
        return member;
    }

    /** A ledger that remembers no refusals, so that only {@code clock} counts. */
    QuotaLedger freshLedger(InstantSource clock) {
        return freshQuota(clock, /* remembers= */ false, System::nanoTime).ledger();
    }

    /** A cluster that begins. */
    QuotaGrid freshQuota(InstantSource clock, boolean remembers, LongSupplier nanos) {
        QuotaGrid.Options options =
                new QuotaGrid.Options(/* coalesces= */ true, remembers, settings.deadline(), Runnable::run);
        member.getUserContext().put(GridConfig.CLOCK, new RisingClock(clock));
        member.getMap(GridConfig.FOUNDING).clear();
        member.getMap(GridConfig.QUOTA).clear();
        QuotaGrid quota = QuotaGrid.open(member, patient, options, nanos);
        opened.add(quota);
        await().until(quota::isFounded);
        return quota;
    }

    /** A desk without approvals. */
    HazelcastApprovalDesk freshDesk(InstantSource clock) {
        member.getUserContext().put(GridConfig.CLOCK, new RisingClock(clock));
        member.getMap(GridConfig.APPROVALS).clear();
        ApprovalNews fresh = new ApprovalNews(member);
        news.add(fresh);
        return new HazelcastApprovalDesk(member, patient, fresh);
    }

    /** A ring without keys. */
    HazelcastKeyRing freshKeys(InstantSource clock, LongSupplier nanos) {
        member.getUserContext().put(GridConfig.CLOCK, new RisingClock(clock));
        member.getMap(GridConfig.KEYS).clear();
        return new HazelcastKeyRing(member, patient, nanos);
    }

    HazelcastRegistry freshRegistry() {
        member.getMap(GridConfig.REGISTRY).clear();
        HazelcastRegistry registry = new HazelcastRegistry(member, calls);
        registry.refresh(/* anew= */ false);
        return registry;
    }
}
