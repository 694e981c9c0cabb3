package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.KeyRingContract;
import dev.turnpike.clusterstate.MovingClock;
import java.time.Duration;

class MemoryKeyRingTest implements KeyRingContract {
    private final MovingClock clock = new MovingClock(START);
    private final KeyRing ring = new MemoryKeyRing(clock);

    @Override
    public KeyRing ring() {
        return ring;
    }

    @Override
    public void move(Duration by) {
        clock.move(by);
    }
}
