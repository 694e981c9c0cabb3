package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.KeyRingContract;
import dev.turnpike.clusterstate.MovingClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastKeyRingTest implements KeyRingContract {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final MovingClock clock = new MovingClock(START);
    private final AtomicLong nanos = new AtomicLong();
    private final KeyRing ring = MEMBER.freshKeys(clock, nanos::get);

    @Override
    public KeyRing ring() {
        return ring;
    }

    @Override
    public void move(Duration by) {
        clock.move(by);
        nanos.addAndGet(by.toNanos());
    }
}
