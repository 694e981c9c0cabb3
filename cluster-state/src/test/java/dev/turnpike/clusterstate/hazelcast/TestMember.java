package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.turnpike.clusterstate.RisingClock;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
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

    @Override
    public void beforeAll(ExtensionContext context) {}

    @Override
    public void afterAll(ExtensionContext context) {
        member.shutdown();
        calls.close();
    }

    HazelcastInstance member() {
        return member;
    }

    HazelcastQuotaLedger freshLedger(InstantSource clock) {
        member.getUserContext().put(GridConfig.CLOCK, new RisingClock(clock));
        member.getMap(GridConfig.QUOTA).clear();
        return new HazelcastQuotaLedger(
                member.getMap(GridConfig.QUOTA), calls, UUID.randomUUID().toString());
    }

    HazelcastRegistry freshRegistry() {
        member.getMap(GridConfig.REGISTRY).clear();
        return openRegistry();
    }

    HazelcastRegistry openRegistry() {
        HazelcastRegistry registry = HazelcastRegistry.open(member.getMap(GridConfig.REGISTRY), calls);
        registry.refresh().toCompletableFuture().join();
        return registry;
    }
}
