package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.CounterOwner;
import java.util.List;

/**
 * A part of the list of an owner's counters.
 *
 * @param more whether others come after it
 */
record CounterPage(CounterOwner owner, List<Counting.Counted> counters, boolean more) {
    CounterPage {
        counters = List.copyOf(counters);
    }

    /** The page that is wanted of all counters of the owner, in their order. */
    static CounterPage of(List<Counting.Counted> all, CounterQuery query) {
        List<Counting.Counted> wanted = all.stream()
                .filter(counted -> query.choice().has(counted.reading().counter()))
                .filter(counted -> query.after()
                        .map(last -> counted.reading().counter().compareTo(last.counter()) > 0)
                        .orElse(true))
                .limit(query.limit() + 1L)
                .toList();
        boolean more = wanted.size() > query.limit();
        return new CounterPage(query.owner(), more ? wanted.subList(0, query.limit()) : wanted, more);
    }

    /** With {@code next}, by which the following page is asked for, if there is one. */
    ObjectNode json() {
        ObjectNode json = ProblemReply.object().put("owner", owner.text());
        ArrayNode list = json.putArray("counters");
        counters.forEach(counted -> list.add(CounterJson.of(counted)));
        if (more) {
            json.put(
                    "next",
                    new CounterCursor(
                                    counters.get(counters.size() - 1).reading().counter())
                            .text());
        }
        return json;
    }
}
