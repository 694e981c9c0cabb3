package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which counters an operator wants to see.
 *
 * @param after the last one that was seen
 */
record CounterQuery(CounterOwner owner, CounterChoice choice, int limit, Optional<CounterCursor> after) {
    private static final Set<String> PARAMETERS =
            Set.of("grant", "server", "cluster", "counter", "session", "window", "limit", "after");

    /** @throws Rejected 422 with everything that is wrong */
    static CounterQuery of(MultiMap parameters) {
        Parameters query = new Parameters(parameters, PARAMETERS);
        List<CounterOwner> owners = new ArrayList<>();
        query.value("grant").map(CounterOwner::grant).ifPresent(owners::add);
        query.value("server").map(CounterOwner::server).ifPresent(owners::add);
        if (query.flag("cluster")) {
            owners.add(CounterOwner.cluster());
        }
        query.oneOf(owners, "`grant`, `server` and `cluster=true`");
        CounterChoice choice = new CounterChoice(query.value("counter"), query.value("session"), query.value("window"));
        int limit = query.limit();
        Optional<CounterCursor> after = query.after(CounterCursor::parse);
        query.require();
        return new CounterQuery(owners.get(0), choice, limit, after);
    }
}
