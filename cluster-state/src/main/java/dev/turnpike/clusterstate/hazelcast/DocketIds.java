package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.ApprovalIds;
import dev.turnpike.clusterstate.CounterOwner;
import java.util.OptionalInt;

/** Ids whose first letter names the docket that the approval is in: that of the grant that asks. */
final class DocketIds {
    /** INVARIANT: never changes but to grow, or approvals would not be found while releases change. */
    private static final String DOCKETS = "abcdefghjkmn";

    private final ApprovalIds ids = new ApprovalIds();
    private final int dockets;

    DocketIds(int dockets) {
        if (dockets > DOCKETS.length()) {
            throw new IllegalArgumentException("dockets: " + dockets + " (expected: <= " + DOCKETS.length() + ")");
        }
        this.dockets = dockets;
    }

    String next(String grant) {
        return ids.next(DOCKETS.charAt(docketOf(grant)));
    }

    /** The docket of all approvals of a grant; on every node the same. */
    int docketOf(String grant) {
        return Lanes.shard(CounterOwner.grant(grant), dockets);
    }

    /** The docket that an id names, if it is an id at all. */
    OptionalInt named(String id) {
        int docket = id.isEmpty() ? -1 : DOCKETS.indexOf(id.charAt(0));
        return docket < 0 || docket >= dockets ? OptionalInt.empty() : OptionalInt.of(docket);
    }
}
