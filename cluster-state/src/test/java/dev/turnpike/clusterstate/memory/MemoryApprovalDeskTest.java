package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDeskContract;
import dev.turnpike.clusterstate.MovingClock;

class MemoryApprovalDeskTest implements ApprovalDeskContract {
    private final MovingClock clock = new MovingClock(START);
    private final ApprovalDesk desk = new MemoryApprovalDesk(clock);

    @Override
    public ApprovalDesk desk() {
        return desk;
    }

    @Override
    public MovingClock clock() {
        return clock;
    }
}
