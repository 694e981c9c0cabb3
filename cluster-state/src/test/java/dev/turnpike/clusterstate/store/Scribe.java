package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static dev.turnpike.clusterstate.Spends.charge;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.Moment;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that writes into the file that its argument names, and tells the number of each round once it is stored. */
final class Scribe {
    private Scribe() {}

    public static void main(String[] arguments) {
        try (Store store = JdbcStore.open(StoreSettings.of("file:" + arguments[0], "", ""))) {
            Snapshot before = store.registry();
            Docket docket = new Docket();
            for (int round = 1; ; round++) {
                Snapshot after = StoreContract.change(before, List.of(document(round)), Set.of());
                store.advance(before, after);
                store.putApprovals(List.of(approval(docket, round)));
                store.putCounters(Map.of(ALICE, counters(round)));
                before = after;
                System.out.println(round);
            }
        }
    }

    static dev.turnpike.clusterstate.Resource document(int round) {
        return Samples.policy("p", "{\"round\":" + round + "}");
    }

    static Approval approval(Docket docket, int round) {
        return Samples.ask(docket, "a" + round, Samples.NOW + round);
    }

    static OwnerCounters counters(int round) {
        return OwnerCounters.NONE
                .spend(ALICE, "n:1", List.of(charge(Samples.HOUR, round, round)), Moment.of(Samples.NOW + round))
                .after();
    }
}
