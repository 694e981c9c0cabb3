package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.Set;

/**
 * Which approvals an operator wants to see.
 *
 * @param after the last one that was seen
 */
record ApprovalQuery(
        Which which,
        Optional<String> grant,
        Optional<String> server,
        Optional<String> tool,
        int limit,
        Optional<Cursor> after) {
    private static final Set<String> PARAMETERS = Set.of("state", "grant", "server", "tool", "limit", "after");

    /** @throws Rejected 422 with everything that is wrong */
    static ApprovalQuery of(MultiMap parameters) {
        Parameters query = new Parameters(parameters, PARAMETERS);
        String state = query.value("state").orElse("pending");
        if (!Set.of("pending", "all").contains(state)) {
            query.wrong("state", state, "`pending` or `all`");
        }
        int limit = query.limit();
        Optional<Cursor> cursor = query.after(Cursor::parse);
        query.require();
        return new ApprovalQuery(
                state.equals("all") ? Which.ALL : Which.PENDING,
                query.value("grant"),
                query.value("server"),
                query.value("tool"),
                limit,
                cursor);
    }

    boolean wants(Approval approval) {
        return isAny(grant, approval.question().grant())
                && isAny(server, approval.question().server())
                && isAny(tool, approval.question().tool())
                && after.map(last -> Cursor.of(approval).compareTo(last) > 0).orElse(true);
    }

    private static boolean isAny(Optional<String> wanted, String value) {
        return wanted.map(value::equals).orElse(true);
    }
}
