package dev.turnpike.gateway.http.admin;

import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.Set;

/**
 * Which revisions of a policy an operator wants to see.
 *
 * @param after the last one that was seen
 */
record RevisionQuery(int limit, Optional<Long> after) {
    /** @throws Rejected 422 with everything that is wrong */
    static RevisionQuery of(MultiMap parameters) {
        Parameters query = new Parameters(parameters, Set.of("limit", "after"));
        int limit = query.limit();
        Optional<Long> after = query.after(RevisionQuery::revision);
        query.require();
        return new RevisionQuery(limit, after);
    }

    boolean wants(long revision) {
        return after.map(last -> revision < last).orElse(true);
    }

    private static Optional<Long> revision(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
