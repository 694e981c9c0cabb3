package dev.turnpike.loadtest.proof.judge;

import java.util.List;
import java.util.Set;

/** Everything that is known about some calls, from the agents, the upstream and the nodes' audit files. */
public record History(List<Sent> sent, List<Arrival> arrivals, List<Spend> spends, List<Refusal> refusals) {
    public History {
        sent = List.copyOf(sent);
        arrivals = List.copyOf(arrivals);
        spends = List.copyOf(spends);
        refusals = List.copyOf(refusals);
    }

    /** What concerns one grant. */
    public History of(String grant) {
        return of(Set.of(grant));
    }

    /** What concerns these grants. */
    public History of(Set<String> grants) {
        return new History(
                sent.stream().filter(one -> grants.contains(one.grant())).toList(),
                arrivals.stream().filter(one -> grants.contains(one.grant())).toList(),
                spends.stream().filter(one -> grants.contains(one.grant())).toList(),
                refusals.stream().filter(one -> grants.contains(one.grant())).toList());
    }
}
