package dev.turnpike.clusterstate;

import java.util.List;

/**
 * What was spent for one call from the counters of one owner, and from which windows; kept by the node that forwards
 * the call until it is settled.
 *
 * @param owner whose counters
 * @param id unique among all reservations of the cluster
 * @param balances one for each charge that was spent, in the order of the charges
 */
public record Reservation(CounterOwner owner, String id, List<Balance> balances) {
    public Reservation {
        balances = List.copyOf(balances);
    }
}
