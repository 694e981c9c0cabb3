package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.gateway.mcp.Shown;
import dev.turnpike.gateway.pipeline.Rejected;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
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
    private static final int LIMIT = 100;
    private static final int MOST = 500;
    private static final Set<String> PARAMETERS = Set.of("state", "grant", "server", "tool", "limit", "after");

    /** @throws Rejected 422 with everything that is wrong */
    static ApprovalQuery of(MultiMap parameters) {
        List<String> problems = new ArrayList<>();
        for (String name : parameters.names()) {
            if (!PARAMETERS.contains(name)) {
                problems.add("unknown parameter `" + Shown.text(name) + "`");
            } else if (parameters.getAll(name).size() > 1) {
                problems.add("`" + name + "` is given twice");
            }
        }
        String state = parameters.contains("state") ? parameters.get("state") : "pending";
        if (!Set.of("pending", "all").contains(state)) {
            problems.add("state: `" + Shown.text(state) + "` (expected: `pending` or `all`)");
        }
        String limit = parameters.contains("limit") ? parameters.get("limit") : Integer.toString(LIMIT);
        boolean usable = limit.matches("[0-9]{1,3}") && Integer.parseInt(limit) >= 1 && Integer.parseInt(limit) <= MOST;
        if (!usable) {
            problems.add("limit: `" + Shown.text(limit) + "` (expected: 1 to " + MOST + ")");
        }
        Optional<String> after = value(parameters, "after");
        Optional<Cursor> cursor = after.flatMap(Cursor::parse);
        if (after.isPresent() && cursor.isEmpty()) {
            problems.add("after: not the `next` of an answer");
        }
        if (!problems.isEmpty()) {
            throw new Rejected(422, "query", String.join("; ", problems));
        }
        return new ApprovalQuery(
                state.equals("all") ? Which.ALL : Which.PENDING,
                value(parameters, "grant"),
                value(parameters, "server"),
                value(parameters, "tool"),
                Integer.parseInt(limit),
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

    private static Optional<String> value(MultiMap parameters, String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
