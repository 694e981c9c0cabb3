package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.config.PolicyReference;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.Set;

/**
 * Which documents an operator wants to see.
 *
 * @param after the last one that was seen
 * @param documents whether to show what they say
 */
record ResourceQuery(Optional<Resource.Kind> kind, int limit, Optional<ResourceCursor> after, boolean documents) {
    private static final Set<String> PARAMETERS = Set.of("kind", "limit", "after", "documents");

    /** @throws Rejected 422 with everything that is wrong */
    static ResourceQuery of(MultiMap parameters) {
        Parameters query = new Parameters(parameters, PARAMETERS);
        Optional<String> text = query.value("kind");
        Optional<Resource.Kind> kind = text.flatMap(ResourceRoutes::kind);
        if (text.isPresent() && kind.isEmpty()) {
            query.wrong("kind", text.get(), "`server`, `policy` or `grant`");
        }
        int limit = query.limit();
        Optional<ResourceCursor> after = query.after(ResourceCursor::parse);
        boolean documents = query.flag("documents");
        query.require();
        return new ResourceQuery(kind, limit, after, documents);
    }

    boolean wants(Resource.Id id) {
        return !PolicyReference.isPin(id)
                && kind.map(id.kind()::equals).orElse(true)
                && after.map(last -> ResourceCursor.of(id).compareTo(last) > 0).orElse(true);
    }
}
